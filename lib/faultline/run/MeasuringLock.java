package faultline.run;

import faultline.plan.Unavailable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Held by whoever measures on this machine: two sweeps at once would each see a machine that is
 * half as fast. The lock is a listening socket, so it holds across users and ends with its process.
 */
public final class MeasuringLock implements AutoCloseable {

    private static final String ADDRESS = "127.64.0.2";
    private static final int PORT = 47065;

    private final ServerSocket socket;

    private MeasuringLock(ServerSocket socket) {
        this.socket = socket;
    }

    /** Takes the lock, or says who has it. */
    public static MeasuringLock take() {
        try {
            var socket = new ServerSocket();
            try {
                socket.bind(new InetSocketAddress(ADDRESS, PORT));
                return new MeasuringLock(socket);
            } catch (IOException e) {
                socket.close();
                throw new Unavailable(
                        "another sweep measures on this machine, and each would slow the other",
                        "wait for it to end, or see which it is: ss -ltnp 'sport = " + PORT + "'");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
