package faultline.local;

import faultline.plan.BadInput;
import faultline.plan.Unavailable;
import faultline.plan.Yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The lever that stops all faults of this user on this machine: while it is pulled nothing is
 * injected and no sweep goes on. It is a small file, so that every kit sees it and it outlives
 * them.
 */
public final class Lever {

    private static final String HALTED = "halted";
    private static final String RELEASED = "released";
    private static final Duration LOOK = Duration.ofSeconds(1);

    /**
     * Why nothing may be injected.
     *
     * @param who the user who pulled it
     * @param when in ISO 8601, or a word where the file does not tell
     */
    public record Halt(String reason, String who, String when) {}

    private final Path file;
    private long looked = System.nanoTime() - LOOK.toNanos();

    Lever(Path file) {
        this.file = file;
    }

    /** The one that every kit of this user looks at. */
    public static Lever ofThisMachine() {
        return new Lever(Host.cache().resolve("lever.json"));
    }

    /**
     * Pulls it; pulled again, the newer reason counts.
     *
     * @throws BadInput where no reason is given
     */
    public void halt(String reason) {
        write(HALTED, reason);
    }

    /**
     * Puts it back; the file then tells who did and why.
     *
     * @return what it was pulled for, empty where it was not
     * @throws BadInput where no reason is given
     */
    public Optional<Halt> release(String reason) {
        var halt = halted();
        write(RELEASED, reason);
        return halt;
    }

    /**
     * What it is pulled for; empty where it is not. A file that cannot be read counts as pulled.
     */
    public Optional<Halt> halted() {
        try {
            var state = Yaml.parseJson(Files.readString(file));
            return RELEASED.equals(state.get("lever"))
                    ? Optional.empty()
                    : Optional.of(
                            new Halt(
                                    text(state, "reason"),
                                    text(state, "who"),
                                    text(state, "when")));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of(
                    new Halt(file + " cannot be read: " + e.getMessage(), "somebody", "some time"));
        }
    }

    /**
     * Refuses to go on while it is pulled.
     *
     * @throws Unavailable with the reason and the command that puts it back
     */
    public void requireReleased() {
        var halt = halted();
        if (halt.isEmpty()) return;
        throw new Unavailable(
                "halted by %s at %s: %s"
                        .formatted(halt.get().who(), halt.get().when(), halt.get().reason()),
                "./jbang chaos release --reason \"…\"");
    }

    /** As {@link #requireReleased}, for a loop: looks at the file once a second at most. */
    public void look() {
        var now = System.nanoTime();
        if (now - looked < LOOK.toNanos()) return;
        looked = now;
        requireReleased();
    }

    private static String text(Map<String, Object> state, String key) {
        return String.valueOf(state.getOrDefault(key, "unknown"));
    }

    private void write(String lever, String reason) {
        if (reason.isBlank())
            throw new BadInput("--reason", "", "nothing", "why, for whoever meets it later");
        var state = new LinkedHashMap<String, Object>();
        state.put("lever", lever);
        state.put("reason", reason.strip());
        state.put("who", System.getProperty("user.name"));
        state.put("when", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        try {
            Files.createDirectories(file.getParent());
            // Whole or not at all: a kit may read it at any moment.
            var part =
                    Files.createTempFile(
                            file.getParent(),
                            "lever",
                            ".part",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            Files.writeString(part, Yaml.json(state) + "\n");
            Files.move(
                    part,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
