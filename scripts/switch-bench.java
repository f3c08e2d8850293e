///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//MAIN SwitchBench
//DEPS info.picocli:picocli:4.7.7
//SOURCES ../lib/faultline/net/package-info.java
//SOURCES bench/Bridge.java
//SOURCES bench/Figures.java
//SOURCES bench/Pair.java
//SOURCES bench/Peer.java

import faultline.net.Inside;
import faultline.net.Limits;
import faultline.net.NetworkPod;
import faultline.net.PodNetwork;
import faultline.plan.Unavailable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

@Command(
        name = "switch-bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Compares the pod network's switch with what a kernel has for this: a veth pair for"
                    + " each",
            "pod and a bridge, in the same kind of namespaces, one after the other in pairs.",
            "One TCP stream, and round trips of one byte. Takes about 70 s; the host is not"
                    + " touched."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:something failed", "2:input that cannot be used"},
        footer = {"", "Example:", "  ./jbang switch-bench --pairs 3"})
class SwitchBench implements Callable<Integer> {

    @Option(
            names = "--mtu",
            split = ",",
            defaultValue = "1500,9000",
            description = "MTUs to measure at (default: ${DEFAULT-VALUE}; pods have 1500).")
    List<Integer> mtus;

    @Option(
            names = "--pairs",
            defaultValue = "8",
            description = "Pairs of measurements (default: ${DEFAULT-VALUE}).")
    int pairs;

    @Option(
            names = "--millis",
            defaultValue = "1000",
            description = "How long each stream is measured (default: ${DEFAULT-VALUE}).")
    int millis;

    public static void main(String... arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("peer")) {
            Peer.run(List.of(arguments).subList(1, arguments.length));
            return;
        }
        System.exit(
                new CommandLine(new SwitchBench())
                        .setExecutionExceptionHandler((error, line, _) -> {
                            if (!(error instanceof Unavailable)) throw error;
                            line.getErr().println(error.getMessage());
                            return 3;
                        })
                        .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (!Inside.isInside()) return Inside.reexec(request -> request);
        Inside.enter();
        IO.println(Figures.machine());
        for (var mtu : mtus) measure(mtu);
        return 0;
    }

    private void measure(int mtu) throws Exception {
        var usual = Limits.DEFAULT;
        var limits =
                new Limits(mtu, usual.queueBytes(), usual.queuePackets(), usual.devicePackets());
        try (var network = PodNetwork.open(limits, 1);
                var throughSwitch = onSwitch(network);
                var throughBridge =
                        Bridge.connect(mtu, network.congestionControl(network.pod("a")))) {
            var rates = new ArrayList<double[]>();
            var trips = new ArrayList<double[]>();
            for (int i = -1; i < pairs; i++) {
                var order = List.of(throughSwitch, throughBridge);
                if (i % 2 != 0) order = order.reversed();
                var rate = new double[2];
                var trip = new double[2];
                for (var one : order) {
                    var which = one == throughSwitch ? 0 : 1;
                    rate[which] = one.ask("stream " + (i < 0 ? 300 : millis));
                    trip[which] = one.ask("echo 5000");
                }
                if (i < 0) continue; // warms up
                rates.add(rate);
                trips.add(trip);
            }
            IO.println(Figures.of(mtu, rates, trips));
        }
    }

    private Pair onSwitch(PodNetwork network) throws Exception {
        NetworkPod a = network.pod("a");
        NetworkPod b = network.pod("b");
        var receiver = Pair.peer(b.namespace().prefix(), "receive");
        return new Pair(receiver, Pair.peer(a.namespace().prefix(), "send", b.address()));
    }
}
