package faultline.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import faultline.plan.BadInput;
import faultline.plan.Unavailable;
import faultline.plan.Yaml;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** Measures contest after contest in pairs, and writes every pair when it is there. */
public final class Benchmark {

    private final int pairs;
    private final Random random;
    private final Consumer<String> said;

    /**
     * @param pairs of each contest
     * @param seed draws which side of a pair comes first
     * @param said told how far it is
     */
    public Benchmark(int pairs, long seed, Consumer<String> said) {
        this.pairs = pairs;
        random = new Random(seed);
        this.said = said;
    }

    /** The contests that there are, by their names. */
    public static List<String> names() {
        return contests().stream().map(Contest::name).toList();
    }

    /**
     * Measures into a new folder. What this machine lacks for one contest does not end the others.
     *
     * @param only the names of the contests; all where there is none
     * @param environment of the machine, for the page
     */
    public void run(List<String> only, Path folder, Map<String, Object> environment)
            throws Exception {
        for (var name : only)
            if (!names().contains(name))
                throw new BadInput("--only", "", name, String.join(", ", names()));
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(BenchPage.ENVIRONMENT), Yaml.json(environment), UTF_8);
        try (var out =
                new PrintWriter(Files.newBufferedWriter(folder.resolve(BenchPage.PAIRS), UTF_8))) {
            out.print(Pair.HEADER + "\n");
            for (var contest : contests())
                if (only.isEmpty() || only.contains(contest.name())) measure(contest, out);
        }
    }

    private void measure(Contest contest, PrintWriter out) throws Exception {
        try (contest) {
            said.accept(contest.name() + ": getting ready");
            contest.open();
            var wanted = contest.pairs(pairs);
            for (int number = 1; number <= wanted; number++) {
                said.accept("%s: pair %d of %d".formatted(contest.name(), number, wanted));
                for (var pair : pair(contest, number)) out.print(pair.line() + "\n");
                out.flush();
            }
        } catch (Unavailable missing) {
            said.accept(contest.name() + " is left out: " + missing.getMessage());
        }
    }

    private List<Pair> pair(Contest contest, int number) throws Exception {
        var oursFirst = random.nextBoolean();
        var first = oursFirst ? contest.ours() : contest.theirs();
        var second = oursFirst ? contest.theirs() : contest.ours();
        var ours = oursFirst ? first : second;
        var theirs = oursFirst ? second : first;
        var measured = new ArrayList<Pair>();
        for (var row : contest.rows())
            measured.add(
                    new Pair(
                            row,
                            number,
                            oursFirst,
                            ours.get(row),
                            theirs.getOrDefault(row, Double.NaN)));
        return measured;
    }

    static List<Contest> contests() {
        var all = new ArrayList<Contest>();
        all.add(new FeederContest(1024, Row.FEEDER_1K, Row.FEEDER_1K_CPU));
        all.add(new FeederContest(100, Row.FEEDER_100, Row.FEEDER_100_CPU));
        all.add(new LedgerContest());
        all.add(new PacedFeeder());
        all.add(new EndToEndContest());
        all.add(ConsumerContest.mariadb());
        all.add(ConsumerContest.influxdb());
        all.add(new SwitchContest());
        all.add(new StackContest());
        all.addAll(Alone.all());
        return all;
    }
}
