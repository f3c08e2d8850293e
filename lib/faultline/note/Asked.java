package faultline.note;

import faultline.plan.BadInput;
import faultline.run.SweepOptions;
import faultline.run.SweepPlan;

import picocli.CommandLine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What somebody chose of a sweep; the rest is what the script takes. */
record Asked(Map<Choice, String> choices) {

    static final Asked NOTHING = new Asked(Map.of());

    Asked {
        choices = Map.copyOf(choices);
    }

    Asked with(Choice choice, String value) {
        return and(new Asked(Map.of(choice, value)));
    }

    /** Both; where both chose, the other. */
    Asked and(Asked other) {
        var both = new EnumMap<Choice, String>(Choice.class);
        both.putAll(choices);
        both.putAll(other.choices);
        return new Asked(both);
    }

    /** What to type for the same sweep without Java. */
    String command() {
        return "sweep " + String.join(" ", arguments());
    }

    /**
     * The sweep, with its faults read and their targets checked.
     *
     * @param network {@code switch} or {@code loopback}
     * @throws BadInput with the option, what was given and what is allowed
     */
    SweepPlan plan(String network) {
        var options = new SweepOptions();
        var arguments = new ArrayList<>(arguments());
        arguments.addAll(List.of("--network", network));
        try {
            new CommandLine(options)
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .parseArgs(arguments.toArray(String[]::new));
        } catch (CommandLine.ParameterException e) {
            throw new BadInput(e.getMessage());
        }
        return options.plan();
    }

    /**
     * Refuses a recording of something else.
     *
     * @param source of the plan, to be named
     * @throws BadInput with the place in the plan, what it says and what is asked for
     */
    void requireIn(String source, Map<String, Object> plan) {
        inOrder()
                .forEach(choice -> {
                    var recorded = choice.in(plan);
                    var asked = choice.plain(choices.get(choice));
                    if (!recorded.equals(asked))
                        throw new BadInput(
                                source,
                                choice.place(),
                                recorded.isEmpty() ? "nothing" : recorded,
                                asked + ", which is what is asked for; or run it anew");
                });
    }

    private List<String> arguments() {
        var arguments = new ArrayList<String>();
        inOrder()
                .forEach(choice -> arguments.addAll(List.of(choice.option(), choices.get(choice))));
        return arguments;
    }

    private Stream<Choice> inOrder() {
        return choices.keySet().stream().sorted();
    }
}
