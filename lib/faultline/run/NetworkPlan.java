package faultline.run;

import static faultline.run.RunPlan.ordered;

import faultline.chaos.Support;
import faultline.kube.KubePlatform;
import faultline.local.Checkup;
import faultline.local.Lever;
import faultline.local.LocalPlatform;
import faultline.local.Loopback;
import faultline.local.Network;
import faultline.net.Inside;
import faultline.net.Limits;
import faultline.net.SwitchNetwork;
import faultline.plan.Unavailable;
import faultline.platform.Platform;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

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
        SWITCH,
        /** The network of a cluster, of which the kit knows nothing. */
        CLUSTER;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static final NetworkPlan LOOPBACK =
            new NetworkPlan(Mode.LOOPBACK, Optional.empty(), Limits.DEFAULT);

    public static final NetworkPlan CLUSTER =
            new NetworkPlan(Mode.CLUSTER, Optional.empty(), Limits.DEFAULT);

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
     * Runs this command again where pods can have a switch, see {@link Inside#reexec}; what needs
     * the host's side comes first.
     *
     * @param answer what this side does about what inside asks
     * @return the exit status
     * @throws Unavailable where this machine cannot have a switch, with what would mend it
     */
    public static int runInside(UnaryOperator<String> answer) {
        Inside.obstacle()
                .ifPresent(obstacle -> {
                    throw obstacle;
                });
        try (var _ = MeasuringLock.take()) {
            LocalPlatform.fetchPrograms(System.err::println);
            return Inside.reexec(answer);
        }
    }

    /** Whether {@link #runInside} comes first: pods are to have a switch, and it cannot be here. */
    public boolean mustGoInside() {
        return isInside() && !Inside.isInside();
    }

    /**
     * Makes this process the one that measures: inside it enters the network, outside it takes the
     * lock, which whoever started us again holds already.
     *
     * @return to be closed at the end; null inside
     */
    public static MeasuringLock hold() {
        if (!Inside.isInside()) return MeasuringLock.take();
        Inside.enter();
        return null;
    }

    /** Where pods with such a network run. */
    public Support.Platform place() {
        return mode == Mode.CLUSTER ? Support.Platform.KUBERNETES : Support.Platform.LOCAL;
    }

    /** A platform with this network: on this machine, or the one on the user's cluster. */
    public Platform platform(long seed, Path logs) {
        return mode == Mode.CLUSTER
                ? KubePlatform.open(Lever.ofThisMachine()::requireReleased)
                : new LocalPlatform(() -> open(seed), logs);
    }

    /**
     * Makes this machine ready for what is about to be measured on it; does nothing for a cluster.
     *
     * @param folder that reports go to
     * @param said told what kits that are gone have left, a sentence each
     */
    public void prepare(Path folder, Consumer<String> said) {
        if (mode == Mode.CLUSTER) return;
        Checkup.requireGood(folder);
        LocalPlatform.cleanUp().forEach(said);
    }

    /**
     * Opens it.
     *
     * @param seed decides which packets a fault takes
     */
    Network open(long seed) {
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
