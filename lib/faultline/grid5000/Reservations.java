package faultline.grid5000;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;

import faultline.plan.BadInput;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The reservations that this user's kits have made, one file each, for nobody else to read. */
public final class Reservations {

    private static final String ENDING = ".json";

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .addModule(
                            new SimpleModule()
                                    .addSerializer(Instant.class, ToStringSerializer.instance)
                                    .addDeserializer(Instant.class, new InstantReader()))
                    .build();

    private final Path folder;

    /** Whether this process is being ended, and gives back what it has. */
    private boolean ending;

    public Reservations(Path folder) {
        this.folder = folder;
    }

    /** Those of the user of this machine, where programs keep their state. */
    public static Reservations ofThisUser() {
        return new Reservations(stateOfThisUser().resolve("grid5000"));
    }

    /** Where the kit keeps what must outlive it. */
    public static Path stateOfThisUser() {
        var state = System.getenv("XDG_STATE_HOME");
        var root =
                state == null || state.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".local", "state")
                        : Path.of(state);
        return root.resolve("faultline");
    }

    /**
     * From now on nothing is written any more, only forgotten: what the end of this process has
     * given back must not be there once more because its work went on for a moment.
     */
    synchronized void end() {
        ending = true;
    }

    /** Writes something, or never comes back where this process is being ended. */
    synchronized <T> T unlessEnding(Supplier<T> write) {
        // Who waits here gives the lock up: the end itself must not have to wait.
        while (ending) {
            try {
                wait();
            } catch (InterruptedException e) {
                // There is nobody to tell: the process ends with its hooks.
            }
        }
        return write.get();
    }

    /**
     * Writes it whole or not at all, and on the disk before this returns; see {@link
     * #unlessEnding}.
     */
    void save(Reservation reservation) {
        unlessEnding(() -> write(reservation));
    }

    private Reservation write(Reservation reservation) {
        var file = file(reservation.site(), reservation.name());
        try {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            var part = Files.createTempFile(folder, "part", ".part");
            try (var out = java.nio.channels.FileChannel.open(part, StandardOpenOption.WRITE)) {
                out.write(java.nio.ByteBuffer.wrap(JSON.writeValueAsBytes(reservation)));
                out.force(true);
            }
            Files.move(
                    part,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            return reservation;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Optional<Reservation> load(String site, String name) {
        return read(file(site, name));
    }

    public List<Reservation> all() {
        if (!Files.isDirectory(folder)) return List.of();
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .flatMap(file -> read(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it stands. */
    public Path file(String site, String name) {
        return folder.resolve(site + "-" + name + ENDING);
    }

    /** Where the private key of its nodes is. */
    public Path key(String site, String name) {
        return folder.resolve(site + "-" + name + ".key");
    }

    /** The host keys of its nodes. */
    public Path knownHosts(String site, String name) {
        return folder.resolve(site + "-" + name + ".known_hosts");
    }

    void forget(String site, String name) {
        try {
            Files.deleteIfExists(key(site, name));
            Files.deleteIfExists(knownHosts(site, name));
            Files.deleteIfExists(Path.of(key(site, name) + ".pub"));
            Files.deleteIfExists(file(site, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Reservation> read(Path file) {
        try {
            return Optional.of(JSON.readValue(Files.readString(file), Reservation.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw new BadInput(file.toString(), "", "something else", "what the kit wrote there");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
