package faultline.run;

import faultline.plan.BadInput;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/** Where things are, from wherever a script is started. */
public final class Folders {

    private Folders() {}

    /** The checkout that the current folder is in, or the current folder where it is in none. */
    public static Path root() {
        var here = Path.of("").toAbsolutePath();
        for (var folder = here; folder != null; folder = folder.getParent())
            if (Files.exists(folder.resolve("jbang-catalog.json"))
                    && Files.isDirectory(folder.resolve("lib/faultline"))) return folder;
        return here;
    }

    /** A new name in {@code reports/}, which tells what and when: {@code sweep-20261121-201530}. */
    public static Path newReport(String what) {
        var when = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
        return root().resolve("reports").resolve(what + "-" + when);
    }

    /**
     * Refuses to mix two studies in one folder.
     *
     * @param resume whether the folder is that of a sweep that goes on
     */
    public static void requireNew(Path folder, boolean resume) {
        if (!resume && Files.exists(folder))
            throw new BadInput(
                    folder.toString(), "", "something", "a folder that does not exist yet");
    }

    /** As somebody would type it from here. */
    public static Path asTyped(Path path) {
        var here = Path.of("").toAbsolutePath();
        var absolute = path.toAbsolutePath().normalize();
        return absolute.startsWith(here) ? here.relativize(absolute) : absolute;
    }
}
