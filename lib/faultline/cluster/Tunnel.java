package faultline.cluster;

import faultline.plan.BadInput;
import faultline.plan.Unavailable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * A way to the cluster's API over ssh, always at the same port of this machine. When the server at
 * its end does not answer any more, as when a fault kills it, it moves to the next.
 */
public final class Tunnel implements AutoCloseable {

    private static final int API = 6443;

    /** Of TLS: the types of the first record that a server sends. */
    private static final int ALERT = 21;

    private static final int HANDSHAKE = 22;

    private final Ssh ssh;
    private final List<Host> servers;
    private final int port;
    private final Duration patience;
    private final Consumer<String> progress;
    private final Thread watch;
    private volatile boolean closed;
    private int current;
    private Process process;

    private Tunnel(
            Ssh ssh, List<Host> servers, int port, Duration patience, Consumer<String> progress) {
        this.ssh = ssh;
        this.servers = List.copyOf(servers);
        this.port = port;
        this.patience = patience;
        this.progress = progress;
        watch = Thread.ofVirtual().unstarted(this::watch);
    }

    /**
     * Opens one, to the first server that answers.
     *
     * @param patience how long a server may say nothing
     * @throws Unavailable where none does
     */
    public static Tunnel open(
            Ssh ssh, List<Host> servers, int port, Duration patience, Consumer<String> progress) {
        var tunnel = new Tunnel(ssh, servers, free(port), patience, progress);
        tunnel.connect();
        tunnel.watch.start();
        return tunnel;
    }

    /** {@code port}, or any that is free for 0. */
    private static int free(int port) {
        try (var free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new BadInput("--port", "", port + ", which is taken", "another port");
        }
    }

    /** Of this machine, where the API is. */
    public int port() {
        return port;
    }

    /** Whether somebody speaks TLS at the other end. */
    boolean answers() {
        try (var socket = new Socket()) {
            socket.setSoTimeout((int) patience.toMillis());
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    (int) patience.toMillis());
            socket.getOutputStream().write(greeting());
            var first = socket.getInputStream().read();
            return first == HANDSHAKE || first == ALERT;
        } catch (IOException e) {
            return false;
        }
    }

    /** What a client of TLS says first. */
    private static byte[] greeting() throws SSLException {
        try {
            var engine = SSLContext.getDefault().createSSLEngine();
            engine.setUseClientMode(true);
            var record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), record);
            var bytes = new byte[record.flip().remaining()];
            record.get(bytes);
            return bytes;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized void connect() {
        for (int tried = 0; tried < servers.size() && !closed; tried++) {
            var server = servers.get(current);
            process = ssh.forward(server, port, API);
            var until = Instant.now().plus(patience.multipliedBy(2));
            while (process.isAlive() && Instant.now().isBefore(until) && !closed) {
                if (answers()) {
                    progress.accept(
                            "the cluster's API is at https://127.0.0.1:%d, through %s"
                                    .formatted(port, server.name()));
                    return;
                }
                sleep(Duration.ofMillis(50));
            }
            end();
            current = (current + 1) % servers.size();
        }
        throw new Unavailable(
                "no server of the cluster answers", "./jbang bootstrap    again looks at each");
    }

    private void watch() {
        while (!closed) {
            sleep(patience.dividedBy(4));
            if (closed || process.isAlive() && (answers() || answers())) continue;
            if (closed) return;
            synchronized (this) {
                progress.accept(servers.get(current).name() + " does not answer any more");
                end();
                current = (current + 1) % servers.size();
                try {
                    connect();
                } catch (Unavailable e) {
                    progress.accept(e.missing() + "; trying again");
                }
            }
        }
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        process.destroy();
        try {
            process.getOutputStream().close();
            process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        watch.interrupt();
        synchronized (this) {
            end();
        }
    }
}
