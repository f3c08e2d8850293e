package faultline.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The data folder that every node of a stack starts from: system tables and the stack's one
 * account. Each node gets a copy and the same position, so none has to send its state to another.
 *
 * @param state names the state that the nodes share
 */
record GaleraSeed(Path folder, UUID state) {

    private static final List<String> SCRIPTS =
            List.of("system_tables.sql", "performance_tables.sql", "system_tables_data.sql");

    /**
     * Makes the seed, in less than a second.
     *
     * @param environment of the server that makes it
     * @param user the only account besides the server's own; there is no root
     * @param password letters and digits; given on standard input, because arguments are public
     */
    static GaleraSeed create(
            Programs programs,
            Map<String, String> environment,
            Path folder,
            String user,
            String password)
            throws IOException, InterruptedException {
        if (!(user + password).matches("\\w+")) // it stands in a statement
        throw new IllegalArgumentException("only letters, digits and _ in user and password");
        Files.createDirectories(folder);
        Files.createDirectories(temporary(folder));
        var statements = new StringBuilder();
        // One statement a line where they are ours: that is how bootstrap reads.
        statements.append("CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\n");
        for (var script : SCRIPTS) statements.append(script(programs, script));
        // Accounts are read first, because bootstrap runs without them.
        statements.append(
                """
                FLUSH PRIVILEGES;
                CREATE USER '%1$s'@'%%' IDENTIFIED BY '%2$s';
                GRANT ALL ON *.* TO '%1$s'@'%%' WITH GRANT OPTION;
                DELETE FROM mysql.global_priv WHERE User NOT IN ('%1$s', 'mariadb.sys');
                """
                        .formatted(user, password));
        var result =
                HostCommand.run(
                        bootstrap(programs, folder),
                        folder,
                        environment,
                        statements.toString(),
                        Duration.ofMinutes(1));
        if (result.good()) return new GaleraSeed(folder, UUID.randomUUID());
        throw new IOException(
                "mariadbd --bootstrap: "
                        + result.output()
                                .lines()
                                .filter(line -> line.contains("ERROR"))
                                .findFirst()
                                .orElse(result.output().strip()));
    }

    /** The server's own script; releases from 11 on say mariadb where the older ones say mysql. */
    private static String script(Programs programs, String name) throws IOException {
        var share = Path.of(GaleraNode.places(programs).get(GaleraNode.SHARE));
        var script = share.resolve("mariadb_" + name);
        return Files.readString(Files.exists(script) ? script : share.resolve("mysql_" + name));
    }

    /** Beside the data: a folder in there would be a database. */
    private static Path temporary(Path folder) {
        return folder.resolveSibling(folder.getFileName() + "-tmp");
    }

    private static List<String> bootstrap(Programs programs, Path folder) {
        var command = new ArrayList<>(List.of(programs.file("mariadbd").toString()));
        command.add("--no-defaults");
        command.add("--bootstrap");
        command.add("--datadir=" + folder);
        // Each server that starts removes the temporary tables in its own: /tmp is everybody's.
        command.add("--tmpdir=" + temporary(folder));
        GaleraNode.places(programs)
                .forEach((name, place) -> command.add("--" + name + "=" + place));
        if (Host.isRoot()) command.add("--user=root");
        command.add("--innodb-buffer-pool-size=16M");
        command.add("--innodb-log-file-size=" + GaleraNode.redoLog());
        return command;
    }
}
