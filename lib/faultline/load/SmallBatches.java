package faultline.load;

import java.util.List;
import java.util.OptionalLong;

/** A sink that is given fewer messages at a time than it would take. */
record SmallBatches(Sink sink, int maxMessages) implements Sink {

    @Override
    public OptionalLong dump(List<Message> messages) throws Exception {
        return sink.dump(messages);
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
