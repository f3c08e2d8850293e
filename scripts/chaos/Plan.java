import faultline.chaos.Preview;
import faultline.chaos.Shipped;
import faultline.run.ExperimentReader;
import faultline.run.PlanPreview;
import faultline.run.StackOptions;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

/** Shows faults and experiments; an experiment brings its own stack and seed. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Shows a fault or an experiment: what is hit when, and its way back.",
        footer = {"", "Example:", "  ./jbang chaos plan kafka-delay --out pictures"})
final class Plan implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "PLAN", description = "A shipped name or a file.")
    List<String> names;

    @Mixin StackOptions stack;

    @Option(names = "--seed", defaultValue = "1", description = "Draws targets (1).")
    long seed;

    @Option(names = "--out", paramLabel = "DIR", description = "For SVG pictures.")
    Path out;

    @Override
    public Integer call() {
        for (var name : names)
            if (ExperimentReader.isExperiment(name)) {
                var preview = new PlanPreview(ExperimentReader.find(name));
                IO.print(preview.text());
                if (out != null) IO.println("  picture " + preview.draw(out, name));
            } else {
                var preview = Preview.of(Shipped.document(name), stack.pods(), seed, Instant.now());
                IO.print(preview.text());
                if (out != null) preview.draw(out).forEach(f -> IO.println("  picture " + f));
            }
        return 0;
    }
}
