package faultline.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

class DualSinkTest {

    private static final class Store implements Sink {
        private final List<Long> stored = new ArrayList<>();
        private Exception failure;

        @Override
        public int maxMessages() {
            return 5;
        }

        @Override
        public OptionalLong dump(List<Message> messages) throws Exception {
            if (failure != null) throw failure;
            messages.forEach(message -> stored.add(message.sequence()));
            return OptionalLong.empty();
        }

        @Override
        public boolean isPassing(Exception e) {
            return e instanceof IOException;
        }

        @Override
        public void close() {}
    }

    private final Store first = new Store();
    private final Store second = new Store();
    private final DualSink both = new DualSink(List.of(first, second));

    private static List<Message> message(long sequence) {
        return List.of(new Message(0, sequence, 0, 0, new byte[0]));
    }

    @Test
    void whatAStoreMissesWhileItIsAwayItNeverGets() throws Exception {
        both.dump(message(1));
        first.failure = new IOException("away");
        both.dump(message(2));
        first.failure = null;
        both.dump(message(3));

        assertThat(first.stored).containsExactly(1L, 3L);
        assertThat(second.stored).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aBatchThatNoStoreHasIsTriedAgain() {
        first.failure = new IOException("away");
        second.failure = new IOException("away too");

        assertThatThrownBy(() -> both.dump(message(1)))
                .isInstanceOf(IOException.class)
                .satisfies(e -> assertThat(both.isPassing((Exception) e)).isTrue());
    }

    @Test
    void whatIsWrongWithTheMessagesThemselvesIsNotPassedOver() {
        first.failure = new IllegalArgumentException("no such field");

        assertThatThrownBy(() -> both.dump(message(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
