package faultline.bench;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;

/** What runs in a namespace: sends and asks for echoes, or receives and echoes. */
final class Peer {

    private static final int PORT = 5001;

    /** While TCP finds its pace. */
    private static final int SKIPPED_MILLIS = 200;

    /** {@code receive}, or {@code send} and the receiver's address. */
    public static void main(String[] given) throws Exception {
        var arguments = List.of(given);
        if (arguments.getFirst().equals("receive")) receive();
        else send(arguments.get(1));
    }

    private static void send(String address) throws Exception {
        IO.println("ready");
        for (var question = IO.readln(); question != null; question = IO.readln()) {
            var words = question.split(" ");
            try (var socket = new Socket(address, PORT)) {
                socket.setTcpNoDelay(true);
                var count = Integer.parseInt(words[1]);
                IO.println(words[0].equals("stream") ? stream(socket, count) : echo(socket, count));
            }
        }
    }

    /** Bits per second of data, as the receiver counts them after the start. */
    private static double stream(Socket socket, int millis) throws IOException {
        var out = socket.getOutputStream();
        out.write('s');
        var bytes = new byte[1 << 17];
        var end = System.nanoTime() + (SKIPPED_MILLIS + millis) * 1_000_000L;
        while (System.nanoTime() < end) out.write(bytes);
        socket.shutdownOutput();
        return new DataInputStream(socket.getInputStream()).readDouble();
    }

    /** The median of round trips, in nanoseconds. */
    private static double echo(Socket socket, int times) throws IOException {
        var out = socket.getOutputStream();
        var in = socket.getInputStream();
        out.write('e');
        var nanos = new long[times];
        for (int i = 0; i < times; i++) {
            var start = System.nanoTime();
            out.write(1);
            in.read();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos[times / 2];
    }

    private static void receive() throws IOException {
        try (var server = new ServerSocket(PORT)) {
            IO.println("ready");
            while (true) serve(server);
        }
    }

    private static void serve(ServerSocket server) throws IOException {
        try (var socket = server.accept()) {
            socket.setTcpNoDelay(true);
            var in = socket.getInputStream();
            if (in.read() == 'e') {
                var out = socket.getOutputStream();
                for (int b = in.read(); b >= 0; b = in.read()) out.write(b);
                return;
            }
            var bytes = new byte[1 << 17];
            var begin = System.nanoTime() + SKIPPED_MILLIS * 1_000_000L;
            var first = 0L;
            var count = 0L;
            var last = 0L;
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                last = System.nanoTime();
                if (last < begin) continue;
                if (first == 0) first = last;
                else count += n;
            }
            new DataOutputStream(socket.getOutputStream())
                    .writeDouble(count * 8e9 / (last - first));
        }
    }
}
