package faultline.run;

import faultline.chaos.Fault;
import faultline.chaos.NetworkChaos;
import faultline.chaos.NotSupported;
import faultline.chaos.Support;
import faultline.net.Inside;
import faultline.net.Limits;
import faultline.plan.BadInput;
import faultline.plan.Unavailable;

import picocli.CommandLine.Option;

import java.util.Optional;
import java.util.function.Supplier;

/** Which network pods get, and how large its packets and queues may be. */
public final class NetworkOptions {

    /** What can be asked for. */
    enum Choice {
        AUTO,
        SWITCH,
        LOOPBACK;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    @Option(
            names = "--platform",
            defaultValue = "local",
            description =
                    "local: processes on this machine; kubernetes: the stack that ./jbang deploy"
                            + " has brought to the cluster of your kubeconfig (${DEFAULT-VALUE}).")
    Support.Platform platform;

    @Option(
            names = "--network",
            defaultValue = "auto",
            description =
                    "switch: a namespace for each pod and a packet switch between them, which"
                        + " NetworkChaos needs; loopback: an address for each; auto: switch where"
                        + " this machine lets us, else loopback (${DEFAULT-VALUE}).")
    Choice network;

    @Option(
            names = "--mtu",
            paramLabel = "BYTES",
            description =
                    "Largest packet of the switch (1500, as on a cluster). TCP loses little by a"
                        + " small one: kernels hand over 64 KiB at once. Clusters with jumbo frames"
                        + " have 9000.")
    Optional<Integer> mtu = Optional.empty();

    @Option(
            names = "--queue-packets",
            paramLabel = "N",
            description =
                    "Packets that may wait on a link of the switch (262144); the next is dropped,"
                            + " so a small number makes loss of a delay.")
    Optional<Integer> queuePackets = Optional.empty();

    @Option(
            names = "--queue-bytes",
            paramLabel = "BYTES",
            description =
                    "Memory that they may take (67108864: what ten TCP connections have under way,"
                            + " however long the delay).")
    Optional<Long> queueBytes = Optional.empty();

    @Option(
            names = "--device-packets",
            paramLabel = "N",
            description =
                    "Packets that a pod's device holds until the switch gets a processor (16384).")
    Optional<Integer> devicePackets = Optional.empty();

    /**
     * What was asked for, resolved on this machine.
     *
     * @throws BadInput with the option, what was given and what is allowed
     * @throws Unavailable where limits of a switch were given and there is none to be had
     */
    NetworkPlan plan() {
        // Who is inside has a switch; whether one could be had once more says nothing.
        return plan(() -> Inside.isInside() ? Optional.empty() : Inside.obstacle());
    }

    /**
     * @param obstacle asked where the answer matters: why there is no switch here
     */
    NetworkPlan plan(Supplier<Optional<Unavailable>> obstacle) {
        var limits = limits();
        if (platform == Support.Platform.KUBERNETES) {
            if (network != Choice.AUTO || !given().isEmpty())
                throw new BadInput(
                        "--network",
                        "",
                        network + " " + given(),
                        "nothing with --platform kubernetes: a cluster has its own");
            return NetworkPlan.CLUSTER;
        }
        if (network == Choice.SWITCH) return NetworkPlan.throughSwitch(limits);
        var set = given();
        if (network == Choice.LOOPBACK) {
            if (!set.isEmpty())
                throw new BadInput(
                        "--network", "", "loopback with " + set, "only a switch has limits");
            return NetworkPlan.LOOPBACK;
        }
        var why = obstacle.get();
        if (why.isEmpty()) return NetworkPlan.throughSwitch(limits);
        if (!set.isEmpty())
            throw new Unavailable(
                    "%s needs the pod network: %s".formatted(set, why.get().missing()),
                    why.get().mend());
        return NetworkPlan.insteadOfSwitch(why.get());
    }

    /**
     * Refuses a fault that the network cannot do.
     *
     * @throws NotSupported where loopback was asked for
     * @throws Unavailable where the switch is not to be had, with what would mend that
     */
    static void requireFor(Fault fault, NetworkPlan network) {
        if (!(fault.injection() instanceof NetworkChaos) || network.isInside()) return;
        if (network.place() == Support.Platform.KUBERNETES) return;
        var needs = "%s: %s needs the pod network".formatted(fault.name(), fault.kind());
        var why =
                network.fallback()
                        .orElseThrow(
                                () -> new NotSupported(needs + ": --network switch, not loopback"));
        throw new Unavailable(needs + ": " + why.reason(), why.mend());
    }

    private Limits limits() {
        var usual = Limits.DEFAULT;
        return new Limits(
                (int) within("--mtu", mtu, usual.mtu(), 576, 65_535, "bytes"),
                within("--queue-bytes", queueBytes, usual.queueBytes(), 1 << 17, 1L << 34, "bytes"),
                (int)
                        within(
                                "--queue-packets",
                                queuePackets,
                                usual.queuePackets(),
                                1,
                                1 << 24,
                                "packets"),
                (int)
                        within(
                                "--device-packets",
                                devicePackets,
                                usual.devicePackets(),
                                1,
                                1 << 20,
                                "packets"));
    }

    private static long within(
            String option,
            Optional<? extends Number> given,
            long usual,
            long least,
            long most,
            String unit) {
        var value = given.map(Number::longValue).orElse(usual);
        SweepOptions.within(option, value, least, most, unit);
        return value;
    }

    /** The limits that were given, as typed; empty where none was. */
    private String given() {
        var given = new java.util.ArrayList<String>();
        mtu.ifPresent(value -> given.add("--mtu " + value));
        queuePackets.ifPresent(value -> given.add("--queue-packets " + value));
        queueBytes.ifPresent(value -> given.add("--queue-bytes " + value));
        devicePackets.ifPresent(value -> given.add("--device-packets " + value));
        return String.join(", ", given);
    }
}
