package faultline.net;

import faultline.plan.Unavailable;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A network namespace that exists as long as this process holds it or some process runs in it.
 *
 * <p>No name is given to it (nothing appears under /run/netns) and no process is spent on it: a
 * thread of ours makes it, and an open descriptor keeps it.
 */
public final class Namespace implements AutoCloseable {

    private static final String OF_THREAD = "/proc/thread-self/ns/net";

    private final int descriptor;

    private Namespace(int descriptor) {
        this.descriptor = descriptor;
    }

    /** Makes one, with its loopback device up and nothing else in it. */
    static Namespace create() {
        return onThreadOfItsOwn(() -> {
            var made = Libc.unshareNetwork();
            if (made < 0)
                throw new Unavailable(
                        "may not make a network namespace: " + Libc.message(-made),
                        "run as root, or let ordinary users have user namespaces");
            try (var devices = new Devices()) {
                devices.up("lo");
            }
            return ofThread();
        });
    }

    /** The namespace that the calling thread is in. */
    static Namespace ofThread() {
        var opened = Libc.open(OF_THREAD, Libc.O_CLOEXEC);
        return new Namespace(Libc.require(opened, "open " + OF_THREAD));
    }

    /** What to put before a command to start it in here; for a child process of this one. */
    public List<String> prefix() {
        return List.of(
                "nsenter",
                "--net=/proc/%d/fd/%d".formatted(ProcessHandle.current().pid(), descriptor));
    }

    /**
     * Runs something in here, on a thread of its own: every socket that it opens belongs to this
     * namespace.
     *
     * @throws CompletionException around what {@code work} throws, unless that is unchecked
     */
    public <T> T call(Callable<T> work) {
        return onThreadOfItsOwn(() -> {
            enter();
            return work.call();
        });
    }

    /** Moves the calling thread in here for good. */
    void enter() {
        Libc.require(Libc.setNetwork(descriptor), "enter a network namespace");
    }

    @Override
    public void close() {
        Libc.close(descriptor);
    }

    private static <T> T onThreadOfItsOwn(Callable<T> work) {
        var result = new CompletableFuture<T>();
        Thread.ofPlatform()
                .daemon()
                .name("in a namespace")
                .start(() -> {
                    try {
                        result.complete(work.call());
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                });
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw e;
        }
    }
}
