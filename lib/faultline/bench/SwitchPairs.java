package faultline.bench;

import faultline.net.Inside;
import faultline.net.Limits;
import faultline.net.PodNetwork;

/**
 * Two pods on the kit's switch and two on a bridge, in namespaces of their own. For each line of
 * its input, {@code switch} or {@code bridge}, it prints bits a second of one TCP stream and the
 * median nanoseconds of a round trip.
 */
final class SwitchPairs {

    static final int MTU = 1500;

    private static final String STREAM = "stream 1000";
    private static final String TRIPS = "echo 5000";

    private SwitchPairs() {}

    public static void main(String[] arguments) throws Exception {
        if (!Inside.isInside()) System.exit(Inside.reexec(request -> request));
        Inside.enter();
        var usual = Limits.DEFAULT;
        var limits =
                new Limits(MTU, usual.queueBytes(), usual.queuePackets(), usual.devicePackets());
        try (var network = PodNetwork.open(limits, 1);
                var throughSwitch = onSwitch(network);
                var throughBridge =
                        Bridge.connect(MTU, network.congestionControl(network.pod("a")))) {
            IO.println("ready");
            for (var line = IO.readln(); line != null; line = IO.readln()) {
                var peers = line.equals("switch") ? throughSwitch : throughBridge;
                IO.println(peers.ask(STREAM) + " " + peers.ask(TRIPS));
            }
        }
    }

    private static Peers onSwitch(PodNetwork network) throws Exception {
        var from = network.pod("a");
        var to = network.pod("b");
        var receiver = Peers.peer(to.namespace().prefix(), "receive");
        return new Peers(receiver, Peers.peer(from.namespace().prefix(), "send", to.address()));
    }
}
