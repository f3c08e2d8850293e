package faultline.local;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.OptionalDouble;

/** One round trip, as the time that opening a TCP connection takes. */
public final class RoundTrip {

    private RoundTrip() {}

    /** Milliseconds from where the calling thread is; empty where it took longer or was refused. */
    public static OptionalDouble millis(String address, int port, Duration limit) {
        try (var socket = new Socket()) {
            var began = System.nanoTime();
            socket.connect(new InetSocketAddress(address, port), (int) limit.toMillis());
            return OptionalDouble.of((System.nanoTime() - began) / 1e6);
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }
}
