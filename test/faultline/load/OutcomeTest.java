package faultline.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

import java.util.List;

class OutcomeTest {

    @Test
    void noErrorIsAnAcknowledgement() {
        assertThat(Outcome.of(null, true)).isEqualTo(Outcome.ACKNOWLEDGED);
    }

    @Test
    void whatTheClientNeverTookIsRefused() {
        for (var error :
                List.of(
                        new BufferExhaustedException("no room"),
                        new TimeoutException("no metadata"),
                        new TopicAuthorizationException("t"),
                        new RecordTooLargeException()))
            assertThat(Outcome.of(error, false)).as("%s", error).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void whatABrokerAlwaysAnswersTheSameWayIsRefused() {
        for (var error : List.of(new RecordTooLargeException(), new InvalidTopicException("t")))
            assertThat(Outcome.of(error, true)).as("%s", error).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void whatMayHaveBeenStoredByAnEarlierAttemptIsIndeterminate() {
        for (var error :
                List.of(
                        new TimeoutException("120000 ms has passed since batch creation"),
                        new NetworkException("gone"),
                        new NotEnoughReplicasAfterAppendException("one"),
                        new OutOfOrderSequenceException("?"),
                        new TopicAuthorizationException("t"),
                        new KafkaException("Producer is closed forcefully.")))
            assertThat(Outcome.of(error, true)).as("%s", error).isEqualTo(Outcome.INDETERMINATE);
    }
}
