package faultline.campaign;

import faultline.cluster.Child;
import faultline.cluster.Cluster;
import faultline.cluster.Clusters;
import faultline.grid5000.Reservations;
import faultline.plan.Unavailable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The work by the kit's own commands, over a way to the cluster that is open while they run.
 *
 * @param program the kit's wrapper, {@code ./jbang}
 * @param state where the kit keeps what must outlive it
 * @param cache where the kit keeps programs
 */
public record KitWork(
        Path program, Reservations reservations, Path state, Path cache, Consumer<String> progress)
        implements Work {

    private static final String ARCHIVE = "faultline-load.tar";

    private static final String IMAGE_LOG = "image.log";

    @Override
    public Map<String, Object> image(CampaignPlan plan, Path folder) {
        var archive = folder.resolve(ARCHIVE);
        if (!Files.exists(archive)) {
            var part = folder.resolve(ARCHIVE + ".part");
            var log = folder.resolve(IMAGE_LOG);
            var command = command("image", "--tar", part.toString());
            command.addAll(plan.image());
            run(
                    command,
                    log,
                    () -> Child.run(command, Map.of(), log),
                    "image: {base: …} in %s names another base, deploy: {load-image: …} an image that the nodes can pull"
                            .formatted(plan.file()));
            try {
                Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Map.of("load_image", made(folder));
    }

    /** What {@code ./jbang image} has printed: the name with the digest. */
    private static String made(Path folder) {
        return last(folder.resolve(IMAGE_LOG), line -> line.matches("\\S+@sha256:[0-9a-f]{64}"))
                .orElseThrow(() ->
                        new Unavailable(
                                "%s does not say what is in %s"
                                        .formatted(folder.resolve(IMAGE_LOG), ARCHIVE),
                                "rm %s    and --resume".formatted(folder.resolve(ARCHIVE))));
    }

    @Override
    public Map<String, Object> bootstrap(CampaignPlan plan, Path folder) {
        var options = plan.bootstrapOptions();
        if (plan.makesImage()) options.withImages(folder.resolve(ARCHIVE));
        return cluster(plan).make(options, reservations, cache);
    }

    @Override
    public void install(CampaignPlan plan, Path folder) {
        var command = command("deploy", "--platform", "kubernetes");
        command.addAll(plan.deploy());
        if (plan.makesImage())
            command.addAll(List.of("--load-image", made(folder).replaceFirst("@.*", "")));
        run(plan, command, folder.resolve("install.log"));
    }

    @Override
    public void sweep(CampaignPlan plan, Path folder) {
        var out = folder.resolve("sweep");
        var command = command("sweep");
        if (Files.exists(out)) command.addAll(List.of("--resume", out.toString()));
        else {
            command.addAll(List.of("--platform", "kubernetes", "--out", out.toString()));
            command.addAll(plan.sweep());
        }
        run(plan, command, folder.resolve("sweep.log"));
    }

    @Override
    public Map<String, Object> collect(CampaignPlan plan, Path folder) {
        try {
            var nodes = Files.createDirectories(folder.resolve("nodes"));
            for (var log : cluster(plan).logs().entrySet())
                Files.writeString(nodes.resolve(log.getKey() + ".log"), log.getValue());
            var images = Map.<String, Object>of("images", cluster(plan).images());
            // Too large to be kept with the results, and nothing of it is needed any more.
            Files.deleteIfExists(folder.resolve(ARCHIVE));
            return images;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Cluster cluster(CampaignPlan plan) {
        return new Cluster(new Clusters(state.resolve("cluster").resolve(plan.name())), progress);
    }

    private List<String> command(String... words) {
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(words));
        return command;
    }

    /** With a way to the cluster while it runs. */
    private void run(CampaignPlan plan, List<String> command, Path log) {
        run(
                command,
                log,
                () ->
                        cluster(plan)
                                .reached(kubeconfig ->
                                        Child.run(
                                                command,
                                                Map.of("KUBECONFIG", kubeconfig.toString()),
                                                log)),
                "less %s    says why".formatted(log));
    }

    private void run(List<String> command, Path log, Callable<Integer> how, String mend) {
        var typed = "./jbang " + String.join(" ", command.subList(1, command.size()));
        progress.accept(typed);
        int status;
        try {
            status = how.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        // A sweep in which a hypothesis failed is a result, and says so itself.
        if (status == 0 || status == 1 && command.get(1).equals("sweep")) return;
        var own = command.get(1) + ": ";
        var said =
                last(log, line -> line.startsWith(own))
                        .map(line -> line.substring(own.length()))
                        .or(() -> last(log, line -> !line.isBlank()))
                        .orElse("without a word");
        throw new Unavailable(
                "%s ended with %d: %s".formatted(typed, status, said),
                "%s; then ./jbang campaign --resume %s".formatted(mend, log.getParent()));
    }

    /** The last line of that kind. */
    private static Optional<String> last(Path log, Predicate<String> kind) {
        try {
            return Files.readAllLines(log).stream().filter(kind).reduce((a, b) -> b);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
