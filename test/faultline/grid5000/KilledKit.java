package faultline.grid5000;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A kit of its own process that reserves on a fake, for tests that kill it. */
public final class KilledKit {

    private KilledKit() {}

    /** Starts one, which writes what it says into {@code log}. */
    static Process start(URI api, Path folder, Path log, Map<String, String> environment)
            throws IOException {
        return start(KilledKit.class, api, folder, log, environment);
    }

    /** The same of any program that takes the API's address and a folder. */
    public static Process start(
            Class<?> program, URI api, Path folder, Path log, Map<String, String> environment)
            throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                program.getName(),
                                api.toString(),
                                folder.toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    static void main(String[] arguments) {
        var api = URI.create(arguments[0]);
        var access = Credentials.ofThisUser().access(api);
        IO.println("asking as " + access);
        try (var time = new RemoteTime(api);
                var testbed = Grid5000.open(access, time)) {
            var asked = new Asked();
            IO.println(
                    new Reserver(testbed, new Reservations(Path.of(arguments[1])), IO::println)
                            .reserve(asked.wanted(), asked.limits()));
        }
    }
}
