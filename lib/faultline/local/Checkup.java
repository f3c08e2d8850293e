package faultline.local;

import faultline.plan.Unavailable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Looks at this machine the way a sweep will need it. Starts nothing lasting, downloads nothing.
 */
public final class Checkup {

    /** Below this, three brokers, three nodes and the load get in each other's way. */
    private static final long MEMORY_BYTES = 6L << 30;

    /** A default sweep's journals, figures and pages, many times over. */
    private static final long REPORT_BYTES = 200L << 20;

    /** What brokers and databases hold of a default sweep's largest run, in all copies. */
    private static final long DATA_BYTES = 3L << 30;

    private Checkup() {}

    /**
     * All findings, the programs first.
     *
     * @param reports where runs will write
     */
    public static List<Finding> of(Path reports) {
        var findings = new ArrayList<Finding>();
        findings.add(java());
        var sets = List.of(ProgramSet.MARIADB, ProgramSet.INFLUXDB);
        var allHere = sets.stream().allMatch(set -> here(set).isPresent());
        for (var set : sets) findings.addAll(programs(set));
        findings.add(
                ProgramCache.hasApt()
                        ? Finding.good("apt", "fetches missing programs, as your user")
                        : Finding.note("apt", "none", "what is missing must be installed", ""));
        findings.add(command("sh", "dash", "no pod can be started"));
        findings.add(command("setsid", "util-linux", "no pod can be started"));
        findings.add(fonts());
        findings.add(
                disk(
                        "disk of the cache",
                        Host.cache(),
                        DATA_BYTES + (allHere ? 0 : ProgramCache.NEEDED_BYTES)));
        findings.add(disk("disk of the reports", reports, REPORT_BYTES));
        findings.add(processors());
        findings.add(memory());
        findings.add(loopback());
        return findings;
    }

    /**
     * Refuses what cannot end well, before anything is started.
     *
     * @throws Unavailable with all that must be mended first
     */
    public static void requireGood(Path reports) {
        var broken = of(reports).stream().filter(f -> f.grade() == Finding.Grade.FATAL).toList();
        if (broken.isEmpty()) return;
        throw new Unavailable(
                broken.stream()
                        .map(f -> "%s: %s; so: %s".formatted(f.what(), f.found(), f.cost()))
                        .collect(Collectors.joining("\n")),
                broken.stream()
                        .map(Finding::mend)
                        .filter(mend -> !mend.isEmpty())
                        .collect(Collectors.joining("\n")));
    }

    private static Finding java() {
        var version = Runtime.version();
        return version.feature() >= 25
                ? Finding.good("JDK 25", version + " in " + System.getProperty("java.home"))
                : Finding.fatal(
                        "JDK 25",
                        version.toString(),
                        "the scripts do not compile",
                        "jbang jdk install 25");
    }

    private static Optional<Programs> here(ProgramSet set) {
        return Programs.onHost(set).or(() -> ProgramCache.of(Host.cache()).read(set));
    }

    private static List<Finding> programs(ProgramSet set) {
        var findings = new ArrayList<Finding>();
        var there = here(set);
        if (there.isPresent()) {
            var programs = there.get();
            for (var file : set.files()) {
                var version = programs.versions().getOrDefault(file, "");
                findings.add(Finding.good(file, (version + " " + programs.file(file)).strip()));
            }
            for (var tool : set.tools()) findings.add(tool(tool, programs));
            return findings;
        }
        for (var name : set.missing()) {
            var last = name.equals(set.missing().getLast()); // says it once for all of them
            findings.add(
                    ProgramCache.hasApt()
                            ? Finding.note(
                                    name,
                                    "not here yet",
                                    last ? "the first sweep fetches it (in all 20 MB)" : "",
                                    "")
                            : Finding.fatal(
                                    name,
                                    "missing",
                                    last ? "no " + set.component().label() + " pod can run" : "",
                                    last ? set.mend() : ""));
        }
        return findings;
    }

    private static Finding tool(String name, Programs programs) {
        var own = Optional.ofNullable(programs.versions().get(name)).orElse("");
        var where = Host.command(name).map(Path::toString).orElse("from the kit's cache");
        return Finding.good(name.replace("|", " or "), (own + " " + where).strip());
    }

    private static Finding command(String name, String packageName, String cost) {
        return Host.command(name)
                .map(path -> Finding.good(name, path.toString()))
                .orElseGet(() -> Finding.fatal(name, "missing", cost, install(packageName)));
    }

    private static String install(String packageName) {
        return "sudo apt-get install %1$s | sudo dnf install %1$s | sudo pacman -S %1$s"
                .formatted(packageName);
    }

    /** The JDK draws text with any font that fontconfig knows, and fails without one. */
    private static Finding fonts() {
        var mend =
                """
                sudo apt-get install fontconfig fonts-dejavu-core
                sudo dnf install fontconfig dejavu-sans-fonts
                sudo pacman -S fontconfig ttf-dejavu\
                """;
        var what = "fontconfig and a font";
        try {
            var list = Host.command("fc-list");
            if (list.isEmpty())
                return Finding.note(what, "missing", "no figures can be drawn", mend);
            var fonts =
                    HostCommand.run(List.of(list.get().toString(), ":", "family"), Path.of("/"))
                            .output()
                            .lines()
                            .count();
            return fonts > 0
                    ? Finding.good(what, fonts + " fonts")
                    : Finding.note(what, "missing", "no figures can be drawn", mend);
        } catch (IOException e) {
            return Finding.note(what, e.getMessage(), "no figures can be drawn", mend);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Finding disk(String what, Path folder, long needed) {
        var existing = folder.toAbsolutePath();
        while (!Files.exists(existing)) existing = existing.getParent();
        try {
            if (!Files.isWritable(existing))
                return Finding.fatal(
                        what,
                        existing + " is not yours to write",
                        "nothing can be kept there",
                        "choose another place: XDG_CACHE_HOME for the cache, --out for reports");
            var free = Files.getFileStore(existing).getUsableSpace();
            var found = "%d MB free at %s".formatted(free >> 20, existing);
            return free >= needed
                    ? Finding.good(what, found)
                    : Finding.fatal(
                            what,
                            found,
                            "a sweep may need %d MB".formatted(needed >> 20),
                            "free some space, or choose another place");
        } catch (IOException e) {
            return Finding.note(what, e.getMessage(), "how much is free is not known", "");
        }
    }

    private static Finding processors() {
        var count = Runtime.getRuntime().availableProcessors();
        return count >= 2
                ? Finding.good("processors", Integer.toString(count))
                : Finding.note(
                        "processors",
                        Integer.toString(count),
                        "pods wait for each other: low rates only",
                        "");
    }

    private static Finding memory() {
        try {
            var available =
                    Files.readAllLines(Path.of("/proc/meminfo")).stream()
                            .filter(line -> line.startsWith("MemAvailable:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                            .findFirst()
                            .orElse(0);
            var found = "%.1f GB free".formatted(available / 1e9);
            return available >= MEMORY_BYTES
                    ? Finding.good("memory", found)
                    : Finding.note(
                            "memory",
                            found,
                            "three replicas want %.0f GB".formatted(MEMORY_BYTES / 1e9),
                            "./jbang sweep --replicas 1");
        } catch (IOException e) {
            return Finding.fatal(
                    "memory", "no /proc", "pods are Linux processes", "run the kit on Linux");
        }
    }

    private static Finding loopback() {
        var what = "loopback addresses";
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.66.0.1"), 0));
            return Finding.good(what, "127/8 can be bound");
        } catch (IOException e) {
            return Finding.fatal(
                    what,
                    e.getMessage(),
                    "pods have no addresses of their own",
                    "sudo ip address add 127.0.0.1/8 dev lo; sudo ip link set lo up");
        }
    }
}
