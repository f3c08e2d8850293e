package faultline.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The distribution's package manager, asked as a guest: it resolves, downloads and verifies, but
 * installs nothing, and writes only below {@code folder}. Works for an ordinary user.
 */
final class Apt {

    /** A line of a simulated installation: {@code Inst name [old] (version origin [arch])}. */
    private static final Pattern INST =
            Pattern.compile("^Inst (\\S+) (\\[\\S+] )?\\((\\S+) .*", Pattern.MULTILINE);

    private static final Pattern POLICY =
            Pattern.compile("^(\\S+):\\n +Installed: .*\\n +Candidate: (\\S+)", Pattern.MULTILINE);

    private final Path folder;
    private final Path configuration;

    /**
     * @param ownLists with package lists of our own, to be filled by {@link #update}; else with
     *     those that the host has
     */
    Apt(Path folder, boolean ownLists) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("lists/partial"));
        Files.createDirectories(folder.resolve("archives/partial"));
        Files.createDirectories(folder.resolve("debs"));
        configuration = folder.resolve("apt.conf");
        var lines = new StringBuilder();
        // Read after the host's own files, so it can take back their hooks: container images
        // delete files of the host after an update.
        for (var hook : List.of("Pre-Invoke", "Post-Invoke", "Post-Invoke-Success"))
            lines.append("#clear APT::Update::").append(hook).append(";\n");
        setting(lines, "Dir::Cache", folder.toString());
        setting(lines, "Dir::Cache::archives", "archives");
        setting(lines, "Dir::Cache::pkgcache", "pkgcache.bin");
        setting(lines, "Dir::Cache::srcpkgcache", "srcpkgcache.bin");
        setting(lines, "Dir::Log", folder.toString());
        if (ownLists) setting(lines, "Dir::State::lists", folder.resolve("lists").toString());
        setting(lines, "Debug::NoLocking", "true"); // nothing of the host is written
        setting(lines, "APT::Get::AllowUnauthenticated", "false");
        setting(lines, "Acquire::Languages", "none");
        for (var index : List.of("DEP-11", "Contents-deb", "CNF"))
            setting(lines, "Acquire::IndexTargets::deb::" + index + "::DefaultEnabled", "false");
        setting(lines, "Acquire::Retries", "1");
        setting(lines, "Acquire::http::Timeout", "20");
        setting(lines, "Acquire::https::Timeout", "20");
        // As root, apt would download as the user _apt, who cannot write into our folder.
        if (Host.isRoot()) setting(lines, "APT::Sandbox::User", "root");
        Files.writeString(configuration, lines);
    }

    private static void setting(StringBuilder lines, String name, String value) {
        lines.append(name).append(" \"").append(value).append("\";\n");
    }

    /**
     * Fetches package lists into our own folder.
     *
     * @return what apt complained about, empty if nothing. A source of the user's that does not
     *     answer is no reason to stop: what we need may come from another.
     */
    String update() throws IOException, InterruptedException {
        return apt("apt-get", "update")
                .lines()
                .filter(line -> line.startsWith("E:") || line.startsWith("W:"))
                .findFirst()
                .orElse("");
    }

    /**
     * The package's name in this release: some append a version ({@code mariadb-server-10.5}) and
     * leave the plain name to an empty package.
     *
     * @param names as the newest releases have them
     */
    List<String> resolve(List<String> names) throws IOException, InterruptedException {
        var query = new ArrayList<>(List.of("apt-cache", "policy"));
        apt("apt-cache", "pkgnames")
                .lines()
                .filter(known -> names.stream().anyMatch(known::startsWith))
                .sorted()
                .forEach(query::add);
        var candidates = candidates(apt(query.toArray(String[]::new)));
        var resolved = new ArrayList<String>();
        for (var name : names) resolved.add(newest(name, candidates));
        // Where the server's package carries a version, the plain name of its scripts' package is
        // an empty one.
        var core = resolved.stream().filter(n -> n.matches("mariadb-server-core-.*")).findFirst();
        if (core.isPresent())
            resolved.replaceAll(
                    n -> n.equals("mariadb-server") ? core.get().replace("-core", "") : n);
        return resolved;
    }

    /** What can be installed, by name, from {@code apt-cache policy}. */
    static Map<String, String> candidates(String policy) {
        var candidates = new LinkedHashMap<String, String>();
        var match = POLICY.matcher(policy);
        while (match.find())
            if (!match.group(2).equals("(none)")) candidates.put(match.group(1), match.group(2));
        return candidates;
    }

    /** The package called {@code name}, else the one with the highest version in its name. */
    static String newest(String name, Map<String, String> candidates) throws IOException {
        if (candidates.containsKey(name)) return name;
        return candidates.keySet().stream()
                .filter(n -> n.matches(Pattern.quote(name) + "-[0-9.]+"))
                .max(Comparator.comparingDouble(n -> number(n.substring(name.length() + 1))))
                .orElseThrow(() -> new IOException("no package " + name));
    }

    /** 10.11 is above 10.6: major and minor number in one. */
    private static double number(String version) {
        var parts = version.split("\\.");
        return Integer.parseInt(parts[0]) * 1000.0
                + (parts.length > 1 ? Integer.parseInt(parts[1]) : 0);
    }

    /** What installing {@code packages} would bring: name and version of each. */
    Map<String, String> simulate(Collection<String> packages)
            throws IOException, InterruptedException {
        var command =
                new ArrayList<>(
                        List.of("apt-get", "--simulate", "--no-install-recommends", "install"));
        command.addAll(packages);
        return installed(apt(command.toArray(String[]::new)));
    }

    static Map<String, String> installed(String simulation) {
        var packages = new TreeMap<String, String>();
        var match = INST.matcher(simulation);
        while (match.find()) packages.put(match.group(1), match.group(3));
        return packages;
    }

    /** Downloads {@code packages}, each verified by apt; returns the files. */
    List<Path> download(Collection<String> packages) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("apt-get", "download"));
        command.addAll(packages);
        apt(command.toArray(String[]::new));
        try (Stream<Path> files = Files.list(folder.resolve("debs"))) {
            return files.filter(f -> f.toString().endsWith(".deb")).sorted().toList();
        }
    }

    private String apt(String... command) throws IOException, InterruptedException {
        var whole = new ArrayList<>(List.of(command));
        whole.addAll(1, List.of("-c", configuration.toString()));
        var result =
                HostCommand.run(whole, folder.resolve("debs"), Map.of(), "", Duration.ofMinutes(5));
        if (!result.good() && !command[1].equals("update"))
            throw new IOException(
                    result.output()
                            .lines()
                            .filter(line -> line.startsWith("E:"))
                            .findFirst()
                            .orElse(String.join(" ", command) + ": " + result.output().strip()));
        return result.output();
    }
}
