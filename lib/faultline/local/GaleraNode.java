package faultline.local;

import faultline.stack.GaleraSettings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One Galera node: its folder and how it is started.
 *
 * <p>No node is ever told to found the cluster. Each gets, along with the same data, a saved view
 * of a cluster in which all of them were members ({@code gvwstate.dat}), as if all had been killed
 * at once; Galera's own recovery then forms the cluster as soon as the last one is there. So the
 * first start and every later one are the same two steps, and nobody can found a second cluster by
 * mistake. Only a node that has no others founds its own.
 *
 * @param members addresses of all nodes, this one's among them, in the order of their names
 */
record GaleraNode(String name, String address, Path folder, List<String> members) {

    /** The option that names the folder of messages, character sets and scripts. */
    static final String SHARE = "lc_messages_dir";

    /** The transfer script has this file while it copies. */
    private static final String COPYING = "sst_in_progress";

    private Path data() {
        return folder.resolve("data");
    }

    private Path options() {
        return folder.resolve("my.cnf");
    }

    private Path scripts() {
        return folder.resolve("scripts");
    }

    /** Copies the seed and writes the node's files. The folder must not hold a node yet. */
    void prepare(Programs programs, GaleraSeed seed) throws IOException {
        Files.createDirectories(folder.resolve("tmp"));
        copy(seed.folder(), data());
        Files.writeString(savedState(), grastate(seed.state()));
        restoreView(seed.state());
        Files.writeString(options(), optionFile(programs, seed.state()));
        if (Host.isRoot()) writeScripts();
    }

    private String optionFile(Programs programs, UUID state) {
        var options = new LinkedHashMap<>(places(programs));
        options.put("datadir", data().toString());
        // Relative to the data folder: a socket's whole path may have 107 characters at most.
        options.put("socket", "mariadb.sock");
        options.put("pid_file", folder.resolve("mariadbd.pid").toString());
        options.put("tmpdir", folder.resolve("tmp").toString());
        // As root it refuses to run unless told so. It stays root rather than changing the owner
        // of its files: it listens on a loopback address only, and the kit must be able to remove
        // what it leaves.
        if (Host.isRoot()) options.put("user", "root");
        // At most 32 characters, or the nodes cannot read each other's greeting.
        var cluster = "faultline-" + state.toString().substring(0, 8);
        options.putAll(new GaleraSettings(cluster, address, members).options());
        options.put("wsrep_node_name", name);
        options.put("wsrep_provider", programs.file("libgalera_smm.so").toString());
        options.put("wsrep_sst_method", Host.isRoot() ? "rsync_as_root" : "rsync");
        return options.entrySet().stream()
                .map(option -> option.getKey() + " = \"" + option.getValue() + "\"")
                .collect(Collectors.joining("\n", "[mysqld]\n", "\n"));
    }

    /** Where the server finds what belongs to it, as options. */
    static Map<String, String> places(Programs programs) {
        var root = programs.file("mariadbd").getParent().getParent();
        var places = new LinkedHashMap<String, String>();
        places.put("basedir", root.toString());
        Stream.of("share/mysql", "share/mariadb")
                .map(root::resolve)
                .filter(share -> Files.isDirectory(share.resolve("charsets")))
                .findFirst()
                .ifPresent(share -> places.put(SHARE, share.toString()));
        return places;
    }

    static String redoLog() {
        return GaleraSettings.shared().get("innodb_log_file_size");
    }

    /** Only a node that has no other may found a cluster alone. */
    private String grastate(UUID state) {
        return """
        # GALERA saved state
        version: 2.1
        uuid:    %s
        seqno:   0
        safe_to_bootstrap: %d
        """
                .formatted(state, members.size() == 1 ? 1 : 0);
    }

    /** The view that this node wakes up in: its own name, and that of all members. */
    private String view(UUID state) {
        var names = members.stream().map(member -> identity(state, member)).toList();
        return names.stream()
                .map(each -> "member: " + each + " 0\n")
                .collect(
                        Collectors.joining(
                                "",
                                "my_uuid: %s\n#vwbeg\nview_id: 3 %s 1\nbootstrap: 0\n"
                                        .formatted(identity(state, address), names.getFirst()),
                                "#vwend\n"));
    }

    /** The same for everybody who asks, so that nodes agree on it without talking. */
    private static UUID identity(UUID state, String member) {
        return UUID.nameUUIDFromBytes((state + member).getBytes());
    }

    /**
     * A daemon that root starts changes to the user nobody, who cannot write into the new node's
     * folder, and the transfer script offers no setting for that. So root gets a transfer method of
     * his own: the same script, with an rsync in front that keeps the daemon's user.
     */
    private void writeScripts() throws IOException {
        script(
                "wsrep_sst_rsync_as_root",
                """
                PATH="${0%/*}:$PATH" exec wsrep_sst_rsync "$@"
                """);
        script(
                "rsync",
                """
                PATH="${PATH#"${0%/*}":}"
                case " $* " in
                *" --daemon "*) exec rsync "$@" --dparam=uid=0 --dparam=gid=0 ;;
                esac
                exec rsync "$@"
                """);
    }

    private void script(String name, String body) throws IOException {
        Files.createDirectories(scripts());
        var file = Files.writeString(scripts().resolve(name), "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    /** The first step of every start: prints how far the node has come, and ends. */
    List<String> recoverCommand(Programs programs) {
        return List.of(
                programs.file("mariadbd").toString(),
                "--defaults-file=" + options(),
                "--wsrep-recover");
    }

    /**
     * Where to start from; empty means that a full copy is needed.
     *
     * <p>InnoDB knows it, unless it has never run in a cluster: then {@code grastate.dat} does. A
     * node that was killed while it received a copy must not be asked: its files are half the
     * sender's, position included.
     *
     * @param recoverOutput what {@link #recoverCommand} printed
     */
    Optional<GaleraPosition> position(String recoverOutput) throws IOException {
        if (Files.exists(data().resolve(COPYING))) return Optional.empty();
        var recovered = GaleraPosition.recovered(recoverOutput);
        if (recovered.isPresent()) return recovered;
        return Files.exists(savedState())
                ? GaleraPosition.saved(Files.readString(savedState()))
                : Optional.empty();
    }

    /**
     * Makes the node join as somebody new. For a node that returns while the others go on working:
     * under its old name they would take it for the one that they are about to give up, and stop
     * writing twice, for 3 s each (measured). Where they have no majority, the old view is what
     * brings the cluster back, and must stay.
     */
    void forgetView() throws IOException {
        Files.deleteIfExists(savedView());
    }

    /** Saves the view in which all are members. It may only be done for all of them at once. */
    void restoreView(UUID state) throws IOException {
        Files.writeString(savedView(), view(state));
    }

    private Path savedView() {
        return data().resolve("gvwstate.dat");
    }

    private Path savedState() {
        return data().resolve("grastate.dat");
    }

    /** What its files say of it. */
    GaleraRecovery.Member member(boolean primary) throws IOException {
        var knows = Files.exists(savedState()) && !Files.exists(data().resolve(COPYING));
        return new GaleraRecovery.Member(
                name,
                knows ? GaleraPosition.state(Files.readString(savedState())) : Optional.empty(),
                primary,
                Files.exists(savedView()));
    }

    /**
     * The second step: the server itself.
     *
     * <p>Without the position, nodes that were all killed say that they are synced while they hold
     * different rows (measured: 4 times of 4).
     */
    List<String> startCommand(Programs programs, Optional<GaleraPosition> position) {
        return Stream.concat(
                        Stream.of(
                                programs.file("mariadbd").toString(),
                                "--defaults-file=" + options()),
                        position.stream().map(p -> "--wsrep-start-position=" + p))
                .toList();
    }

    /** What both steps need in their environment. */
    Map<String, String> environment(Programs programs) {
        var environment = new LinkedHashMap<>(programs.environment());
        if (Host.isRoot()) environment.merge("PATH", scripts() + ":", (path, own) -> own + path);
        return environment;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) Files.copy(file, to.resolve(from.relativize(file)));
        }
    }
}
