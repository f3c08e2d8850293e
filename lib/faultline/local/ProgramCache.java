package faultline.local;

import faultline.plan.Unavailable;
import faultline.plan.Yaml;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Unpacked packages, a folder for each {@link ProgramSet}. A folder appears by being renamed, whole
 * and checked, so that a kit that is killed or a disk that fills up leaves nothing half done behind
 * a good name; a lock lets one kit fetch while the others wait for it.
 */
record ProgramCache(Path folder) {

    /** What a folder holds, written last: the programs, and the size of every file. */
    private static final String MANIFEST = "programs.json";

    /** Room for package lists, packages and unpacked files at once; 60 MB stay. */
    static final long NEEDED_BYTES = 400L << 20;

    static ProgramCache of(Path cache) {
        return new ProgramCache(cache.resolve("programs").resolve(Host.release()));
    }

    private Path folder(ProgramSet set) {
        return folder.resolve(set.component().label());
    }

    /** What was unpacked before, where every file is still there as it was. */
    Optional<Programs> read(ProgramSet set) {
        var root = folder(set);
        try {
            var manifest = Yaml.parseJson(Files.readString(root.resolve(MANIFEST)));
            for (var size : strings(manifest, "sizes").entrySet())
                if (Files.size(root.resolve(size.getKey())) != Long.parseLong(size.getValue()))
                    return Optional.empty();
            var files = new TreeMap<String, Path>();
            strings(manifest, "files").forEach((name, file) -> files.put(name, root.resolve(file)));
            var programs =
                    new Programs(
                            files,
                            folders(root, "path", manifest),
                            folders(root, "libraryPath", manifest),
                            strings(manifest, "versions"),
                            strings(manifest, "sources"));
            // What the host had when we fetched it may be gone.
            return Optional.of(programs)
                    .filter(found -> set.tools().stream().allMatch(found::hasTool));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty(); // not there, or not as we left it: fetch it again
        }
    }

    private static Map<String, String> strings(Map<String, Object> manifest, String key) {
        var strings = new LinkedHashMap<String, String>();
        if (!(manifest.get(key) instanceof Map<?, ?> map))
            throw new IllegalArgumentException("no " + key);
        map.forEach((name, value) -> strings.put(name.toString(), value.toString()));
        return strings;
    }

    private static List<Path> folders(Path root, String key, Map<String, Object> manifest) {
        if (!(manifest.get(key) instanceof List<?> list))
            throw new IllegalArgumentException("no " + key);
        return list.stream().map(each -> root.resolve(each.toString())).toList();
    }

    /**
     * Downloads and unpacks {@code sets}.
     *
     * @throws Unavailable where that is not possible, with the commands that mend it
     */
    List<Programs> fetch(List<ProgramSet> sets, Consumer<String> progress) {
        if (!hasApt()) throw new Unavailable(missing(sets), mend(sets));
        synchronized (ProgramCache.class) { // a file lock is for other JVMs only
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw unwritable(e);
            }
            try (var channel =
                    FileChannel.open(
                            folder.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE)) {
                if (channel.tryLock() == null) {
                    progress.accept("waiting for another kit that fetches programs");
                    channel.lock();
                }
                // The other kit may have fetched what we want.
                var found = sets.stream().map(this::read).toList();
                return found.stream().allMatch(Optional::isPresent)
                        ? found.stream().map(Optional::orElseThrow).toList()
                        : fetchAlone(sets, progress);
            } catch (IOException e) {
                throw unwritable(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while fetching programs", e);
            }
        }
    }

    static boolean hasApt() {
        return Host.command("apt-get").isPresent() && Host.command("dpkg-deb").isPresent();
    }

    private List<Programs> fetchAlone(List<ProgramSet> sets, Consumer<String> progress)
            throws IOException, InterruptedException {
        try (var old = Files.newDirectoryStream(folder, ".part-*")) {
            for (var left : old) Tree.delete(left); // by a kit that was killed; we hold the lock
        } catch (IOException e) {
            // Its last command may still be writing there. The next fetch gets it.
        }
        var free = Files.getFileStore(folder).getUsableSpace();
        if (free < NEEDED_BYTES) throw full(free);
        var part = Files.createTempDirectory(folder, ".part-");
        try {
            for (var ownLists : List.of(false, true)) {
                try {
                    return new ProgramFetch(part, ownLists, progress).fetch(sets, this::publish);
                } catch (IOException e) {
                    if (isFull(e)) throw full(Files.getFileStore(folder).getUsableSpace());
                    // A fresh container has no package lists, a long-running host has stale ones.
                    if (!ownLists) continue;
                    throw new Unavailable(
                            missing(sets) + ", and apt cannot fetch it: " + e.getMessage(),
                            mend(sets));
                }
            }
            throw new AssertionError("the second attempt returns or throws");
        } finally {
            Tree.delete(part);
        }
    }

    /** Gives a checked folder its name, with its manifest. */
    private Programs publish(ProgramSet set, Path root, Programs programs) {
        try {
            var sizes = new TreeMap<String, Long>();
            try (var files = Files.walk(root)) {
                for (var file : files.filter(Files::isRegularFile).toList())
                    sizes.put(root.relativize(file).toString(), Files.size(file));
            }
            var manifest = new LinkedHashMap<String, Object>();
            manifest.put(
                    "files",
                    programs.files().entrySet().stream()
                            .collect(
                                    Collectors.toMap(
                                            Map.Entry::getKey,
                                            e -> root.relativize(e.getValue()).toString())));
            manifest.put("path", relative(root, programs.path()));
            manifest.put("libraryPath", relative(root, programs.libraryPath()));
            manifest.put("versions", programs.versions());
            manifest.put("sources", programs.sources());
            manifest.put("sizes", sizes);
            Files.writeString(root.resolve(MANIFEST), Yaml.prettyJson(manifest));
            Tree.delete(folder(set)); // what is there was found broken
            Files.move(root, folder(set), StandardCopyOption.ATOMIC_MOVE);
            return read(set).orElseThrow();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static List<String> relative(Path root, List<Path> folders) {
        return folders.stream().map(each -> root.relativize(each).toString()).toList();
    }

    private Unavailable unwritable(IOException e) {
        if (isFull(e)) return full(0);
        return new Unavailable(
                "The kit's cache cannot be written: " + e,
                "export XDG_CACHE_HOME=DIR   (a folder that you can write to)");
    }

    private Unavailable full(long freeBytes) {
        return new Unavailable(
                "No space for programs in %s: %d MB are free, %d MB are needed while unpacking"
                        .formatted(folder, freeBytes >> 20, NEEDED_BYTES >> 20),
                "export XDG_CACHE_HOME=DIR   (on another disk), or free some space");
    }

    private static boolean isFull(Exception e) {
        return String.valueOf(e.getMessage()).contains("No space left on device");
    }

    private static String missing(List<ProgramSet> sets) {
        return "This machine lacks "
                + sets.stream()
                        .flatMap(set -> set.missing().stream())
                        .collect(Collectors.joining(", "));
    }

    private static String mend(List<ProgramSet> sets) {
        return sets.stream().map(ProgramSet::mend).collect(Collectors.joining("\n"));
    }
}
