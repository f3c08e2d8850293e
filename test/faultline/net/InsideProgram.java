package faultline.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program that runs itself inside and does what its argument says; for {@link InsideTest}. */
final class InsideProgram {

    public static void main(String... arguments) throws Exception {
        if (!Inside.isInside()) {
            System.out.println("outside " + ProcessHandle.current().pid());
            System.exit(Inside.reexec(InsideProgram::answer));
        }
        Inside.enter();
        System.out.println("inside " + ProcessHandle.current().pid());
        System.out.println("namespace " + Files.readSymbolicLink(Path.of("/proc/self/ns/net")));
        switch (arguments[0]) {
            case "talk" -> {
                System.out.println("read " + new String(System.in.readAllBytes()));
                System.out.println("answered " + Inside.ask("a question\nof two lines"));
                try {
                    Inside.ask("bad");
                } catch (IOException e) {
                    System.out.println("refused " + e.getMessage());
                }
                System.exit(7);
            }
            case "reach" -> reach();
            case "wait" -> {
                try (var network = PodNetwork.open(Limits.DEFAULT, 1)) {
                    network.pod("kafka-0");
                    Runtime.getRuntime()
                            .addShutdownHook(new Thread(() -> System.out.println("ended well")));
                    System.out.println("waiting");
                    Thread.sleep(60_000);
                }
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static String answer(String request) {
        if (request.equals("bad")) throw new IllegalStateException("not that");
        return request.length() + " from " + ProcessHandle.current().pid();
    }

    private static void reach() throws Exception {
        try (var network = PodNetwork.open(Limits.DEFAULT, 1)) {
            var pod = network.pod("kafka-0");
            var other = network.pod("kafka-1");
            var server = pod.namespace().call(() -> new ServerSocket(9092));
            Thread.startVirtualThread(() -> serve(server));
            System.out.println("name " + InetAddress.getByName("kafka-0").getHostAddress());
            System.out.println("kit read " + read("kafka-0"));
            System.out.println("pod read " + other.namespace().call(() -> read("kafka-0")));
            for (var from : new String[] {"kafka-0", "kafka-1"})
                for (var to : new String[] {"kafka-0", "kafka-1"})
                    network.fabric().impair("all", from, to, List.of(new Partition()));
            System.out.println("kit read, partitioned " + read("kafka-0"));
            try {
                network.fabric().impair("x", "kafka-0", "kit", List.of(new Partition()));
            } catch (IllegalArgumentException e) {
                System.out.println("refused " + e.getMessage());
            }
            var command = new ArrayList<>(pod.namespace().prefix());
            command.addAll(List.of("cat", "/proc/net/dev"));
            var child = new ProcessBuilder(command).redirectErrorStream(true).start();
            var devices = new String(child.getInputStream().readAllBytes());
            System.out.println("child sees eth0 " + devices.contains("eth0:"));
            System.out.println(
                    "kit sees pods "
                            + Files.readString(Path.of("/proc/net/dev")).contains("pods:"));
        }
        System.out.println(
                "kit sees pods " + Files.readString(Path.of("/proc/net/dev")).contains("pods:"));
    }

    private static void serve(ServerSocket server) {
        while (true)
            try (var client = server.accept()) {
                client.getOutputStream().write('k');
            } catch (IOException e) {
                return;
            }
    }

    private static int read(String host) throws IOException {
        try (var socket = new Socket(host, 9092)) {
            return socket.getInputStream().read();
        }
    }
}
