package faultline.net;

/** Waiting for ends that are sure to come, whoever interrupts. */
final class Threads {

    private interface Wait<T> {
        T once() throws InterruptedException;
    }

    private Threads() {}

    static void join(Thread thread) {
        wait(() -> {
            thread.join();
            return true;
        });
    }

    /** The exit status, 128 and the signal where one ended it. */
    static int waitFor(Process process) {
        return wait(process::waitFor);
    }

    private static <T> T wait(Wait<T> end) {
        var interrupted = false;
        try {
            while (true) {
                try {
                    return end.once();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }
}
