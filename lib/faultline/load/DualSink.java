package faultline.load;

import java.util.List;
import java.util.OptionalLong;

/**
 * Writes to several stores at once, as many a client does: what one of them has is done. A store
 * that fails is passed over and never gets that batch again. It is here to be compared with a
 * consumer group for each store, which loses nothing.
 */
final class DualSink implements Sink {

    private final List<? extends Sink> stores;

    DualSink(List<? extends Sink> stores) {
        this.stores = stores;
    }

    @Override
    public int maxMessages() {
        return stores.stream().mapToInt(Sink::maxMessages).min().orElseThrow();
    }

    /** Throws what the last store threw where none has the messages. */
    @Override
    public OptionalLong dump(List<Message> messages) throws Exception {
        Exception failure = null;
        var done = 0;
        for (var store : stores) {
            try {
                store.dump(messages);
                done++;
            } catch (Exception e) {
                if (!store.isPassing(e)) throw e;
                failure = e;
            }
        }
        if (done == 0 && failure != null) throw failure;
        return OptionalLong.empty();
    }

    @Override
    public boolean isPassing(Exception failure) {
        return stores.stream().anyMatch(store -> store.isPassing(failure));
    }

    @Override
    public void close() {
        stores.forEach(Sink::close);
    }
}
