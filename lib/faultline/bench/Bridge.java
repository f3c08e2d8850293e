package faultline.bench;

import faultline.plan.Unavailable;

import java.io.IOException;
import java.util.List;

/** What a kernel has for pods of one machine: a bridge, and a veth pair to each. */
final class Bridge {

    private Bridge() {}

    /** A pair of peers, each behind a veth pair of this MTU. */
    static Peers connect(int mtu, String congestionControl) throws Exception {
        var receiver = Peers.peer(List.of("unshare", "--net"), "receive");
        var sender = Peers.peer(List.of("unshare", "--net"), "send", "10.65.0.2");
        try {
            ip("link add br%d mtu %d type bridge".formatted(mtu, mtu));
            ip("link set br%d up".formatted(mtu));
            plug(sender, "10.65.0.1", mtu, congestionControl);
            plug(receiver, "10.65.0.2", mtu, congestionControl);
        } catch (RuntimeException e) {
            receiver.destroyForcibly();
            sender.destroyForcibly();
            throw e;
        }
        return new Peers(receiver, sender);
    }

    private static void plug(Process peer, String address, int mtu, String congestionControl)
            throws Exception {
        var end = "v" + mtu + "-" + address.charAt(address.length() - 1);
        ip("link add %s mtu %d type veth peer name eth0 mtu %d".formatted(end, mtu, mtu));
        ip("link set eth0 netns " + peer.pid());
        ip("link set %s master br%d up".formatted(end, mtu));
        var there =
                """
                ip address add %s/24 dev eth0 &&
                ip link set eth0 up &&
                echo %s >/proc/sys/net/ipv4/tcp_congestion_control\
                """;
        run(
                "nsenter",
                "--net=/proc/%d/ns/net".formatted(peer.pid()),
                "sh",
                "-c",
                there.formatted(address, congestionControl));
    }

    private static void ip(String arguments) throws Exception {
        run(("ip " + arguments).split(" "));
    }

    private static void run(String... command) throws Exception {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes()).strip();
            if (process.waitFor() != 0)
                throw new IllegalStateException(String.join(" ", command) + ": " + said);
        } catch (IOException e) {
            throw new Unavailable(
                    "the comparison needs ip: " + e.getMessage(),
                    "apt: sudo apt-get install iproute2    (dnf, pacman: iproute, iproute2)");
        }
    }
}
