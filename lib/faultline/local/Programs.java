package faultline.local;

import faultline.plan.Unavailable;
import faultline.stack.Component;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The native programs of a stack, wherever they came from.
 *
 * @param files where each program and plug-in is, by its name
 * @param path folders to put in front of the PATH
 * @param libraryPath folders with the libraries that the host lacks
 * @param versions what each says about itself, by name
 * @param sources where each came from: {@code host}, or the package and its version
 */
public record Programs(
        Map<String, Path> files,
        List<Path> path,
        List<Path> libraryPath,
        Map<String, String> versions,
        Map<String, String> sources) {

    private static final Pattern VERSION =
            Pattern.compile("(?:Ver |version |InfluxDB v)(\\d[^ ,\\n]*)");

    /** Where a host's own mariadbd is, which an ordinary user's PATH leaves out. */
    private static final String SBIN = ":/usr/local/sbin:/usr/sbin:/sbin";

    private static final Programs NONE =
            new Programs(Map.of(), List.of(), List.of(), Map.of(), Map.of());

    /**
     * Finds what {@code components} need: on the host, else in the kit's cache, else in the
     * distribution's packages, which are then unpacked into that cache.
     *
     * @param progress told what is fetched, one short phrase at a time
     * @throws Unavailable where there is no way, with the commands that mend it
     */
    public static Programs find(Collection<Component> components, Consumer<String> progress) {
        return find(Host.cache(), components, progress);
    }

    static Programs find(Path cache, Collection<Component> components, Consumer<String> progress) {
        var found = NONE;
        var missing = new ArrayList<ProgramSet>();
        for (var component : components) {
            var set = ProgramSet.of(component);
            var programs = onHost(set).or(() -> ProgramCache.of(cache).read(set));
            if (programs.isPresent()) found = found.and(programs.get());
            else missing.add(set);
        }
        if (missing.isEmpty()) return found;
        for (var programs : ProgramCache.of(cache).fetch(missing, progress))
            found = found.and(programs);
        return found;
    }

    /** What {@code set} needs, where the host has all of it. */
    static Optional<Programs> onHost(ProgramSet set) {
        var files = new TreeMap<String, Path>();
        for (var name : set.programs()) Host.command(name).ifPresent(p -> files.put(name, p));
        for (var name : set.libraries()) Host.library(name).ifPresent(p -> files.put(name, p));
        if (files.size() < set.files().size()) return Optional.empty();
        if (set.tools().stream().anyMatch(tool -> Host.command(tool).isEmpty()))
            return Optional.empty();
        var sources = new TreeMap<String, String>();
        files.forEach((name, file) -> sources.put(name, "host"));
        var programs =
                new Programs(files, List.of(), List.of(), Map.of(), sources).withVersions(set);
        // 2.x wants a set-up with tokens before it takes a point: the kit runs 1.x here.
        var version = programs.versions().getOrDefault("influxd", "1.");
        return version.startsWith("1.") ? Optional.of(programs) : Optional.empty();
    }

    /** The same, with the versions that the programs of {@code set} say. */
    Programs withVersions(ProgramSet set) {
        var said = new TreeMap<>(versions);
        var main = set.programs().getFirst();
        said.put(main, version(set, main, main.equals("influxd") ? "version" : "--version"));
        if (set.tools().contains("rsync")) said.put("rsync", version(set, "rsync", "--version"));
        return new Programs(files, path, libraryPath, said, sources);
    }

    private String version(ProgramSet set, String name, String argument) {
        try {
            var result =
                    HostCommand.run(
                            // The shell looks on the PATH that we give it; we would on our own.
                            List.of("sh", "-c", "exec \"$0\" \"$1\"", name, argument),
                            Path.of("/"),
                            environment(),
                            "",
                            Duration.ofSeconds(20));
            var version = VERSION.matcher(result.output());
            if (result.good() && version.find()) return version.group(1);
            throw new Unavailable(name + " does not run: " + result.output().strip(), set.mend());
        } catch (IOException e) {
            throw new Unavailable(name + " does not run: " + e.getMessage(), set.mend());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Whether a command that scripts call is among these or on the host. */
    boolean hasTool(String name) {
        return Host.command(name).isPresent()
                || Stream.of(name.split("\\|"))
                        .anyMatch(n -> path.stream().anyMatch(p -> Files.exists(p.resolve(n))));
    }

    /** Where a program or plug-in is. */
    public Path file(String name) {
        var file = files.get(name);
        if (file == null) throw new IllegalArgumentException("nobody asked for " + name);
        return file;
    }

    /** What a process needs in its environment to run these. */
    public Map<String, String> environment() {
        var environment = new LinkedHashMap<String, String>();
        environment.put("PATH", joined(path, System.getenv("PATH"), "/usr/bin:/bin") + SBIN);
        if (!libraryPath.isEmpty())
            environment.put(
                    "LD_LIBRARY_PATH", joined(libraryPath, System.getenv("LD_LIBRARY_PATH"), ""));
        return environment;
    }

    /** One line a program for the environment page: version, source, place. */
    public Map<String, String> describe() {
        var lines = new TreeMap<>(versions);
        files.forEach((name, file) ->
                lines.put(
                        name,
                        "%s (%s) %s"
                                .formatted(versions.getOrDefault(name, ""), sources.get(name), file)
                                .strip()));
        return lines;
    }

    private Programs and(Programs other) {
        return new Programs(
                both(files, other.files),
                both(path, other.path),
                both(libraryPath, other.libraryPath),
                both(versions, other.versions),
                both(sources, other.sources));
    }

    private static <V> Map<String, V> both(Map<String, V> one, Map<String, V> two) {
        var both = new TreeMap<>(one);
        both.putAll(two);
        return both;
    }

    private static List<Path> both(List<Path> one, List<Path> two) {
        var both = new ArrayList<>(one);
        both.addAll(two);
        return List.copyOf(both);
    }

    private static String joined(List<Path> folders, String own, String otherwise) {
        var all = new ArrayList<>(folders.stream().map(Path::toString).toList());
        var last = own == null || own.isEmpty() ? otherwise : own;
        if (!last.isEmpty()) all.add(last);
        return String.join(File.pathSeparator, all);
    }
}
