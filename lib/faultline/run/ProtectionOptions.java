package faultline.run;

import faultline.plan.BadInput;
import faultline.stack.Protection;
import faultline.stack.Protection.GaleraRecovery;
import faultline.stack.Protection.SeriesWrite;

import picocli.CommandLine.Option;

import java.util.List;
import java.util.Optional;

/** What may be left out of a stack's protection, to see what it is good for. */
public final class ProtectionOptions {

    @Option(
            names = "--min-isr",
            paramLabel = "N",
            description =
                    "Brokers that must have a message before acks=all acknowledges it (one less"
                            + " than hold it).")
    Integer minIsr;

    @Option(
            names = "--galera-recovery",
            paramLabel = "HOW",
            defaultValue = "position",
            description =
                    "How database nodes restart: position, or plain-restart, which loses data when"
                            + " all died (${DEFAULT-VALUE}).")
    String galeraRecovery;

    @Option(
            names = "--series-write",
            paramLabel = "HOW",
            defaultValue = "groups",
            description =
                    "groups: a consumer group for each InfluxDB; dual: one group writes to all"
                            + " (${DEFAULT-VALUE}).")
    String seriesWrite;

    /**
     * What was chosen.
     *
     * @param replicas numbers of brokers that it has to suit
     * @throws BadInput with the option, what was given and what is allowed
     */
    Protection checked(List<Integer> replicas) {
        if (minIsr != null)
            for (var count : replicas)
                SweepOptions.within(
                        "--min-isr",
                        minIsr,
                        1,
                        Math.min(3, count),
                        "of %d brokers".formatted(count));
        return new Protection(
                Optional.ofNullable(minIsr),
                choice("--galera-recovery", galeraRecovery, GaleraRecovery.values()),
                choice("--series-write", seriesWrite, SeriesWrite.values()));
    }

    private static <E extends Enum<E>> E choice(String option, String text, E[] allowed) {
        for (var each : allowed) if (Protection.label(each).equals(text)) return each;
        throw new BadInput(
                option,
                "",
                text,
                String.join(", ", List.of(allowed).stream().map(Protection::label).toList()));
    }
}
