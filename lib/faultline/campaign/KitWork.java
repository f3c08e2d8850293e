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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

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

    @Override
    public Map<String, Object> bootstrap(CampaignPlan plan) {
        return cluster(plan).make(plan.bootstrapOptions(), reservations, cache);
    }

    @Override
    public void install(CampaignPlan plan, Path folder) {
        var command = command("deploy", "--platform", "kubernetes");
        command.addAll(plan.deploy());
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
            return Map.of("images", cluster(plan).images());
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

    private void run(CampaignPlan plan, List<String> command, Path log) {
        var typed = "./jbang " + String.join(" ", command.subList(1, command.size()));
        progress.accept(typed);
        int status;
        try {
            status =
                    cluster(plan)
                            .reached(kubeconfig ->
                                    Child.run(
                                            command,
                                            Map.of("KUBECONFIG", kubeconfig.toString()),
                                            log));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        // A sweep in which a hypothesis failed is a result, and says so itself.
        if (status == 0 || status == 1 && command.get(1).equals("sweep")) return;
        throw new Unavailable(
                "%s ended with %d: %s".formatted(typed, status, lastLine(log)),
                "less %s    says why; then ./jbang campaign --resume %s"
                        .formatted(log, log.getParent()));
    }

    private static String lastLine(Path log) {
        try {
            return Files.readAllLines(log).stream()
                    .filter(line -> !line.isBlank())
                    .reduce((a, b) -> b)
                    .orElse("without a word");
        } catch (IOException e) {
            return "without a word";
        }
    }
}
