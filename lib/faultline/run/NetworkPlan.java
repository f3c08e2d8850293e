package faultline.run;

import static faultline.run.RunPlan.ordered;

import faultline.local.Loopback;
import faultline.local.Network;
import faultline.net.Inside;
import faultline.net.Limits;
import faultline.net.SwitchNetwork;
import faultline.plan.Unavailable;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The network that pods will have, with nothing left open.
 *
 * @param fallback why it is not the switch; empty where it is, or where nobody wanted it
 * @param limits of the switch; loopback has none of them
 */
public record NetworkPlan(Mode mode, Optional<Fallback> fallback, Limits limits) {

    /** What the switch lacked here, and the command that mends it; each in one line. */
    public record Fallback(String reason, String mend) {

        static Fallback of(Unavailable obstacle) {
            return new Fallback(oneLine(obstacle.missing()), oneLine(obstacle.mend()));
        }

        private static String oneLine(String text) {
            return text.strip().replaceAll("\\s+", " ");
        }
    }

    /** How pods reach each other. */
    public enum Mode {
        /** A loopback address each: nothing but a JDK is needed, and packets cannot be touched. */
        LOOPBACK,
        /** A namespace each, and a switch between them. */
        SWITCH;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static final NetworkPlan LOOPBACK =
            new NetworkPlan(Mode.LOOPBACK, Optional.empty(), Limits.DEFAULT);

    static NetworkPlan throughSwitch(Limits limits) {
        return new NetworkPlan(Mode.SWITCH, Optional.empty(), limits);
    }

    /** Loopback, because the switch is not to be had. */
    static NetworkPlan insteadOfSwitch(Unavailable obstacle) {
        return new NetworkPlan(Mode.LOOPBACK, Optional.of(Fallback.of(obstacle)), Limits.DEFAULT);
    }

    /** Whether it is to be opened inside namespaces of our own, see {@link Inside}. */
    public boolean isInside() {
        return mode == Mode.SWITCH;
    }

    /**
     * Refuses a switch that this machine cannot have.
     *
     * @throws Unavailable with what would mend it
     */
    public void requireHere() {
        if (mode == Mode.SWITCH && !Inside.isInside())
            Inside.obstacle()
                    .ifPresent(obstacle -> {
                        throw obstacle;
                    });
    }

    /**
     * Opens it.
     *
     * @param seed decides which packets a fault takes
     */
    public Network open(long seed) {
        return mode == Mode.SWITCH ? SwitchNetwork.open(limits, seed) : Loopback.take();
    }

    /** What the user should know of it: why it is not the one that pods should have. */
    Optional<String> caveat() {
        return fallback.map(why ->
                "network: loopback addresses, on which no NetworkChaos can act; %s; mend: %s"
                        .formatted(why.reason(), why.mend()));
    }

    /** As in {@code plan.yaml}. */
    Map<String, Object> toMap() {
        var map = ordered("mode", mode.label());
        fallback.ifPresent(
                why -> map.put("fallback", ordered("reason", why.reason(), "mend", why.mend())));
        if (mode == Mode.SWITCH)
            map.putAll(
                    ordered(
                            "mtu_bytes", limits.mtu(),
                            "queue_packets", limits.queuePackets(),
                            "queue_bytes", limits.queueBytes(),
                            "device_packets", limits.devicePackets()));
        return map;
    }
}
