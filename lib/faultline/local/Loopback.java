package faultline.local;

import faultline.chaos.Fault;
import faultline.chaos.Link;
import faultline.chaos.NotSupported;
import faultline.plan.Unavailable;
import faultline.platform.LinkTraffic;
import faultline.stack.PodSpec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * A loopback address for each pod: Linux answers on all of 127/8. Nothing outside the machine
 * reaches them.
 *
 * <p>A stack takes 127.64.n.0/24 by listening on 127.64.n.1. That lock is the kernel's: it holds
 * across users and is free at once when the kit is gone, however it went.
 */
public final class Loopback implements Network {

    private static final int LOCK_PORT = 47064;
    private static final int FIRST_POD = 10;
    private static final int MOST_PODS = 240;

    private final int subnet;
    private final ServerSocket lock;
    private final Map<String, String> addresses = new HashMap<>();

    private Loopback(int subnet, ServerSocket lock) {
        this.subnet = subnet;
        this.lock = lock;
    }

    /** Takes the first subnet that no other stack on this machine has. */
    public static Loopback take() {
        for (int subnet = 0; subnet < 256; subnet++) {
            var lock = listen("127.64.%d.1".formatted(subnet), LOCK_PORT);
            if (lock.isPresent()) return new Loopback(subnet, lock.get());
        }
        throw new Unavailable(
                "no free loopback subnet: nothing can listen on 127.64.0.1 to 127.64.255.1, port "
                        + LOCK_PORT,
                "ss -ltn 'sport = " + LOCK_PORT + "'    shows who does");
    }

    @Override
    public synchronized String address(String pod) {
        return addresses.computeIfAbsent(
                pod,
                name -> {
                    if (addresses.size() == MOST_PODS)
                        throw new IllegalStateException("more than " + MOST_PODS + " pods");
                    return "127.64.%d.%d".formatted(subnet, FIRST_POD + addresses.size());
                });
    }

    @Override
    public Map<String, String> describe() {
        var lines = new LinkedHashMap<String, String>();
        lines.put("network", "loopback, 127.64.%d.0/24, an address for each pod".formatted(subnet));
        setting("/sys/class/net/lo/mtu").ifPresent(mtu -> lines.put("mtu_bytes", mtu));
        setting("/proc/sys/net/ipv4/tcp_congestion_control")
                .ifPresent(name -> lines.put("tcp_congestion_control", name));
        return lines;
    }

    /** What the kernel says there; empty where it has no such file. */
    private static Optional<String> setting(String file) {
        try {
            return Optional.of(Files.readString(Path.of(file)).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Nobody counts what goes over the host's loopback device. */
    @Override
    public List<LinkTraffic> traffic() {
        return List.of();
    }

    /** Nothing: a process may listen on any loopback address. */
    @Override
    public List<String> prefix(String pod) {
        return List.of();
    }

    @Override
    public void requireFree(String pod, int... ports) {
        requireAddressFree(address(pod), ports);
    }

    @Override
    public void impair(Fault fault, List<PodSpec> pods) {
        throw new NotSupported(
                "%s: %s needs the pod network, and this stack is on loopback addresses: --network switch"
                        .formatted(fault.name(), fault.kind()));
    }

    @Override
    public void mend(String fault) {
        // none was let in
    }

    @Override
    public OptionalDouble roundTripMillis(String from, String to, int port, Duration limit) {
        return RoundTrip.millis(address(to), port, limit);
    }

    @Override
    public <T> T at(String pod, Callable<T> work) throws Exception {
        return work.call();
    }

    /** None: packets are not touched here. */
    @Override
    public List<Link> links(Fault fault, List<PodSpec> pods) {
        return List.of();
    }

    /** Throws where somebody listens on one of these ports already, on this address or on all. */
    static void requireAddressFree(String address, int... ports) {
        for (var port : ports) {
            var probe = listen(address, port);
            if (probe.isEmpty())
                throw new Unavailable(
                        "port %d is taken on %s%s"
                                .formatted(
                                        port,
                                        address,
                                        listener(address, port)
                                                .map(who -> ", by " + who)
                                                .orElse(", by a process of another user")),
                        "stop that process, or let it listen on 127.0.0.1 instead of all"
                                + " addresses");
            close(probe.get());
        }
    }

    @Override
    public void close() {
        close(lock);
    }

    private static Optional<ServerSocket> listen(String address, int port) {
        try {
            var socket = new ServerSocket();
            try {
                socket.bind(new InetSocketAddress(address, port));
                return Optional.of(socket);
            } catch (IOException e) {
                socket.close();
                return Optional.empty();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The process that listens on a port of this address or of all, as far as this user may see.
     */
    private static Optional<String> listener(String address, int port) {
        try (var processes = ProcessHandle.allProcesses()) {
            var inodes =
                    Stream.of("tcp", "tcp6")
                            .flatMap(table -> inodes(table, address, port))
                            .toList();
            return processes
                    .filter(p -> holds(p.pid(), inodes))
                    .findFirst()
                    .map(p -> "process %d (%s)".formatted(p.pid(), p.info().command().orElse("?")));
        }
    }

    /**
     * Sockets that listen on a port: column 2 is address:port in hex, 4 the state, 10 the inode.
     */
    private static Stream<String> inodes(String table, String address, int port) {
        try {
            return Files.readAllLines(Path.of("/proc/net/" + table)).stream()
                    .skip(1)
                    .map(line -> line.strip().split("\\s+"))
                    .filter(c -> c[3].equals("0A") && isAt(c[1].split(":"), address, port))
                    .map(c -> "socket:[" + c[9] + "]");
        } catch (IOException e) {
            return Stream.of();
        }
    }

    /** The kernel writes an address with its last byte first, one of IPv4 at the end of IPv6. */
    private static boolean isAt(String[] local, String address, int port) {
        var hex = new StringBuilder();
        for (var part : address.split("\\."))
            hex.insert(0, "%02X".formatted(Integer.valueOf(part)));
        return Integer.parseInt(local[1], 16) == port
                && (local[0].endsWith(hex.toString()) || local[0].chars().allMatch(c -> c == '0'));
    }

    private static boolean holds(long pid, List<String> inodes) {
        try (var files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return files.anyMatch(file -> inodes.contains(target(file)));
        } catch (IOException e) {
            return false;
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
