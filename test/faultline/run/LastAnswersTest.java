package faultline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

class LastAnswersTest {

    private final LastAnswers<String, Long> answers = new LastAnswers<>(Duration.ofHours(1));

    @Test
    void whatADeadBrokerSaidLastStandsInForItOnlyWhereThatIsAskedFor() throws Exception {
        assertThat(take(answers, KafkaFuture.completedFuture(7L), false)).isEqualTo(7);

        assertThat(take(answers, failed(), true)).isEqualTo(7);
        assertThat(take(answers, new KafkaFutureImpl<>(), true)).isEqualTo(7);
        assertThatThrownBy(() -> take(answers, failed(), false))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("no leader");
        assertThatThrownBy(() -> take(answers, new KafkaFutureImpl<>(), false))
                .isInstanceOf(TimeoutException.class);

        assertThat(take(answers, KafkaFuture.completedFuture(9L), true)).isEqualTo(9);
        assertThat(take(answers, failed(), true)).isEqualTo(9);
    }

    @Test
    void whoNeverAnsweredOrTooLongAgoHasNothingToStandIn() throws Exception {
        assertThatThrownBy(() -> take(answers, failed(), true))
                .isInstanceOf(ExecutionException.class);

        var forgetful = new LastAnswers<String, Long>(Duration.ZERO);
        take(forgetful, KafkaFuture.completedFuture(7L), true);
        assertThatThrownBy(() -> take(forgetful, failed(), true))
                .isInstanceOf(ExecutionException.class);
    }

    private static long take(
            LastAnswers<String, Long> answers, KafkaFuture<Long> asked, boolean orLast)
            throws Exception {
        return answers.take("partition 0", asked, System.nanoTime() + 1_000_000, orLast);
    }

    private static KafkaFuture<Long> failed() {
        var future = new KafkaFutureImpl<Long>();
        future.completeExceptionally(new IllegalStateException("no leader"));
        return future;
    }
}
