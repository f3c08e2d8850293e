package faultline.load;

import java.util.List;
import java.util.OptionalLong;

/** A store that a consumer dumps into. Storing a message again changes nothing but counts. */
interface Sink extends AutoCloseable {

    /** How many messages {@link #dump} takes at most. */
    int maxMessages();

    /**
     * Stores all messages and comes back when they are committed.
     *
     * @return how many of them had been stored before; empty where the store cannot know
     */
    OptionalLong dump(List<Message> messages) throws Exception;

    /** Whether the same messages may succeed later, after what {@link #dump} threw. */
    boolean isPassing(Exception failure);

    @Override
    void close();
}
