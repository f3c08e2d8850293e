package faultline.load;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * A sink that is given fewer messages at a time than it would take.
 *
 * @param pause after each time, as of a program that does something else with what it got
 */
record SmallBatches(Sink sink, int maxMessages, Duration pause) implements Sink {

    @Override
    public OptionalLong dump(List<Message> messages) throws Exception {
        var before = sink.dump(messages);
        Thread.sleep(pause);
        return before;
    }

    @Override
    public boolean isPassing(Exception failure) {
        return sink.isPassing(failure);
    }

    @Override
    public void close() {
        sink.close();
    }
}
