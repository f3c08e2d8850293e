package faultline.run;

import static faultline.run.RunPlan.ordered;

import static java.nio.charset.StandardCharsets.UTF_8;

import faultline.chaos.Support;
import faultline.kube.Deployments;
import faultline.local.Kits;
import faultline.measure.Event;
import faultline.measure.Journal;
import faultline.measure.Recording;
import faultline.plan.BadInput;
import faultline.plan.Yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Faults that a journal has as injected and never as recovered: the run was broken off before. */
public final class OpenFaults {

    private OpenFaults() {}

    /**
     * Takes back what runs have left injected, and writes that into their timelines. A run that
     * still goes on is ended for that; of any other the stack is gone, and the faults with it.
     *
     * @param folder of a sweep or of a run
     * @return a sentence for each fault and each kit that was ended; empty where nothing was open
     * @throws BadInput where the folder holds no journal
     */
    public static List<String> recover(Path folder) {
        var said = new ArrayList<String>();
        // The stack of a run on a cluster outlives its kit, and so do the faults in it.
        if (isOnCluster(folder)) said.addAll(Deployments.recover());
        for (var run : runs(folder)) {
            if (!Files.exists(run.resolve(Journal.PLAN))) continue; // broken off before any event
            if (in(run).isEmpty()) continue;
            var timeline = run.resolve(Journal.TIMELINE);
            var makers = Kits.holding(timeline);
            said.addAll(Kits.end(makers));
            // Read again: a run that ends may take its fault back itself.
            var faults = in(run).values();
            append(timeline, faults.stream().map(OpenFaults::recovered).toList());
            for (var fault : faults)
                said.add(
                        "%s: %s on %s was never recovered; its stack %s"
                                .formatted(
                                        Folders.asTyped(run),
                                        fault.text("fault"),
                                        fault.text("targets"),
                                        makers.isEmpty() ? "is gone" : "has been ended"));
        }
        return said;
    }

    private static boolean isOnCluster(Path folder) {
        var file = folder.resolve(Journal.ENVIRONMENT);
        try {
            return Files.exists(file)
                    && Support.Platform.KUBERNETES
                            .label()
                            .equals(Recording.json(file).get("platform"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last injection of each fault that is still open, by its name. */
    private static Map<String, Event> in(Path run) {
        var open = new LinkedHashMap<String, Event>();
        for (var event : Recording.read(run).events()) {
            if (!event.kind().equals("fault")) continue;
            // A kill is over when it is done: there is nothing to take back.
            if (event.text("status").equals("injected") && !event.text("one_shot").equals("true"))
                open.put(event.text("fault"), event);
            if (event.text("status").equals("recovered")) open.remove(event.text("fault"));
        }
        return open;
    }

    private static List<Path> runs(Path folder) {
        if (Files.exists(folder.resolve(Journal.TIMELINE))) return List.of(folder);
        try (var runs = Files.list(folder.resolve("runs"))) {
            return runs.filter(run -> Files.exists(run.resolve(Journal.TIMELINE)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new BadInput(
                    folder.toString(), "", "no journal", "the folder of a sweep or of a run");
        }
    }

    /**
     * Without a second: the load is long over, and no figure may show this as a part of the run.
     */
    private static String recovered(Event injected) {
        return Yaml.json(
                ordered(
                        "mono_ns", System.nanoTime(),
                        "wall", Instant.now().toString(),
                        "event", "fault",
                        "fault", injected.text("fault"),
                        "status", "recovered",
                        "targets", injected.detail().get("targets"),
                        "by", "recover"));
    }

    private static void append(Path timeline, List<String> lines) {
        if (lines.isEmpty()) return;
        try (var file =
                FileChannel.open(timeline, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var bytes = Files.readAllBytes(timeline);
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') end--;
            // A line that was cut off is no longer the last one: it would be read, and is broken.
            file.truncate(end);
            file.position(end);
            file.write(ByteBuffer.wrap((String.join("\n", lines) + "\n").getBytes(UTF_8)));
            file.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
