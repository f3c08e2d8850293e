package faultline.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One attempt to download and unpack program sets below a folder of its own. */
final class ProgramFetch {

    /** Keeps a set that was unpacked and runs. */
    interface Publisher {
        Programs publish(ProgramSet set, Path root, Programs programs);
    }

    private static final Pattern FILE = Pattern.compile("([^_]+)_([^_]+)_[^_]+\\.deb");

    /** A shared library as programs ask for it: {@code libaio.so.1}, not a plug-in. */
    private static final Pattern SHARED = Pattern.compile("lib.+\\.so\\.[0-9].*");

    private final Path part;
    private final boolean ownLists;
    private final Consumer<String> progress;

    ProgramFetch(Path part, boolean ownLists, Consumer<String> progress) {
        this.part = part;
        this.ownLists = ownLists;
        this.progress = progress;
    }

    List<Programs> fetch(List<ProgramSet> sets, Publisher publisher)
            throws IOException, InterruptedException {
        var work = part.resolve(ownLists ? "own" : "host");
        var apt = new Apt(work, ownLists);
        if (!ownLists) return fetch(sets, apt, work, publisher);
        progress.accept("fetching package lists");
        var complaint = apt.update();
        try {
            return fetch(sets, apt, work, publisher);
        } catch (IOException e) {
            throw complaint.isEmpty() ? e : new IOException(e.getMessage() + "; " + complaint, e);
        }
    }

    private List<Programs> fetch(List<ProgramSet> sets, Apt apt, Path work, Publisher publisher)
            throws IOException, InterruptedException {
        var wanted = new TreeMap<ProgramSet, Set<String>>(this::byComponent);
        for (var set : sets) wanted.put(set, packages(apt, set));
        var all = wanted.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        progress.accept("fetching packages " + String.join(", ", new TreeSet<>(all)));
        var files = apt.download(all);
        var found = new ArrayList<Programs>();
        for (var set : sets) {
            progress.accept("unpacking " + set.component().label());
            found.add(publish(set, wanted.get(set), files, work, publisher));
        }
        return found;
    }

    private int byComponent(ProgramSet one, ProgramSet two) {
        return one.component().compareTo(two.component());
    }

    /**
     * The packages of {@code set}, the tools that the host lacks, and the libraries they need. What
     * else they would bring serves installing (perl, gawk) and is left out: a set that does not run
     * without is found out before it gets its name. The C library is the host's in any case.
     */
    private Set<String> packages(Apt apt, ProgramSet set) throws IOException, InterruptedException {
        var wanted = new LinkedHashSet<>(apt.resolve(set.packages()));
        for (var tool : set.tools())
            if (Host.command(tool).isEmpty()) wanted.add(ProgramSet.packageOf(tool));
        var run = new LinkedHashSet<>(wanted);
        // Of these we run scripts and one small program that needs nothing but the C library; with
        // them a simulation draws in Perl and the whole client.
        run.removeIf(name -> name.matches("mariadb-(server|client-core)(-[0-9.]+)?"));
        apt.simulate(run).keySet().stream()
                .filter(name -> name.startsWith("lib") && !name.startsWith("libperl"))
                .filter(name -> !name.endsWith("-perl") && !name.equals("libc6"))
                .forEach(wanted::add);
        return wanted;
    }

    private Programs publish(
            ProgramSet set, Set<String> wanted, List<Path> files, Path work, Publisher publisher)
            throws IOException, InterruptedException {
        var root = Files.createDirectories(work.resolve(set.component().label()));
        var sources = new TreeMap<String, String>();
        for (var file : files) {
            var name = FILE.matcher(file.getFileName().toString());
            if (!name.matches() || !wanted.contains(name.group(1))) continue;
            unpack(file, root);
            var source = name.group(1) + "=" + name.group(2).replace("%3a", ":");
            located(root, set).keySet().forEach(each -> sources.putIfAbsent(each, source));
        }
        prune(root, set);
        var programs = programs(set, root, sources);
        check(programs, root);
        return publisher.publish(set, root, programs.withVersions(set));
    }

    /** Whether every program and library finds all libraries that it asks for. */
    private static void check(Programs programs, Path root)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("ldd"));
        programs.files().values().forEach(file -> command.add(file.toString()));
        for (var folder : programs.path())
            children(folder).stream()
                    .map(Path::toString)
                    .filter(file -> !command.contains(file))
                    .forEach(command::add);
        var result =
                HostCommand.run(command, root, programs.environment(), "", Duration.ofSeconds(30));
        var missing = result.output().lines().filter(line -> line.contains("not found")).toList();
        if (!missing.isEmpty())
            throw new IOException("the packages lack " + missing.getFirst().strip());
    }

    private void unpack(Path file, Path root) throws IOException, InterruptedException {
        var result =
                HostCommand.run(
                        List.of("dpkg-deb", "--extract", file.toString(), root.toString()), part);
        if (!result.good())
            throw new IOException("cannot unpack " + file + ": " + result.output().strip());
    }

    /** Keeps programs, libraries and what the server reads: half of what was unpacked. */
    private static void prune(Path root, ProgramSet set) throws IOException {
        for (var each : List.of("etc", "var", "usr/games", "lib/systemd", "usr/lib/systemd"))
            Tree.delete(root.resolve(each));
        for (var folder : List.of("usr/bin", "usr/sbin", "bin", "sbin")) {
            for (var file : children(root.resolve(folder)))
                if (!keeps(set, file.getFileName().toString())) Tree.delete(file);
        }
        for (var file : children(root.resolve("usr/share")))
            if (!file.endsWith("mysql") && !file.endsWith("mariadb")) Tree.delete(file);
    }

    private static boolean keeps(ProgramSet set, String name) {
        return set.programs().contains(name)
                || name.equals("wsrep_sst_common")
                || set.tools().stream().anyMatch(t -> List.of(t.split("\\|")).contains(name));
    }

    private static List<Path> children(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) return List.of();
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static Programs programs(ProgramSet set, Path root, Map<String, String> sources)
            throws IOException {
        var files = located(root, set);
        for (var name : set.files())
            if (!files.containsKey(name)) throw new IOException("no " + name + " in the packages");
        var path =
                Stream.of("usr/sbin", "usr/bin", "sbin", "bin")
                        .map(root::resolve)
                        .filter(each -> Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS))
                        .toList();
        List<Path> libraryPath;
        try (var walk = Files.walk(root)) {
            libraryPath =
                    walk.filter(file -> SHARED.matcher(file.getFileName().toString()).matches())
                            .map(Path::getParent)
                            .distinct()
                            .toList();
        }
        return new Programs(files, path, libraryPath, Map.of(), sources);
    }

    /** What of {@code set} is below {@code root}, by name. */
    private static Map<String, Path> located(Path root, ProgramSet set) throws IOException {
        var files = new TreeMap<String, Path>();
        try (var walk = Files.walk(root)) {
            walk.filter(file -> set.files().contains(file.getFileName().toString()))
                    .sorted()
                    .forEach(file -> files.putIfAbsent(file.getFileName().toString(), file));
        }
        return files;
    }
}
