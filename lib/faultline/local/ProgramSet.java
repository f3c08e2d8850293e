package faultline.local;

import faultline.stack.Component;

import java.util.List;
import java.util.stream.Stream;

/**
 * What one component needs from the host.
 *
 * @param programs executables that must come from the same place as each other
 * @param libraries plug-ins that must come from there too
 * @param tools ordinary commands that its scripts call; any version will do. {@code ss|lsof} means
 *     one of them
 * @param packages their names at Debian and Ubuntu, where some releases append a version
 */
record ProgramSet(
        Component component,
        List<String> programs,
        List<String> libraries,
        List<String> tools,
        List<String> packages) {

    /**
     * The state transfer is a bash script which calls rsync, and asks ps and ss (or lsof) about its
     * own daemon; the rest that it calls (awk, find, grep, sed, xargs) every Linux has.
     */
    static final ProgramSet MARIADB =
            new ProgramSet(
                    Component.MARIADB,
                    List.of("mariadbd", "my_print_defaults", "wsrep_sst_rsync"),
                    List.of("libgalera_smm.so"),
                    List.of("rsync", "ps", "ss|lsof", "bash"),
                    List.of(
                            "mariadb-server-core",
                            "mariadb-server",
                            "mariadb-client-core",
                            "galera-4"));

    static final ProgramSet INFLUXDB =
            new ProgramSet(
                    Component.INFLUXDB,
                    List.of("influxd"),
                    List.of(),
                    List.of(),
                    List.of("influxdb"));

    static ProgramSet of(Component component) {
        return switch (component) {
            case MARIADB -> MARIADB;
            case INFLUXDB -> INFLUXDB;
            case KAFKA, FEEDER, CONSUMER ->
                    throw new IllegalArgumentException(component + " needs only the JDK");
        };
    }

    /** All that must come from one place. */
    List<String> files() {
        return Stream.concat(programs.stream(), libraries.stream()).toList();
    }

    /** What of this the host does not have. */
    List<String> missing() {
        return Stream.of(
                        programs.stream().filter(name -> Host.command(name).isEmpty()),
                        libraries.stream().filter(name -> Host.library(name).isEmpty()),
                        tools.stream().filter(name -> Host.command(name).isEmpty()))
                .flatMap(names -> names)
                .toList();
    }

    /** The package that has a tool which the host lacks. */
    static String packageOf(String tool) {
        return switch (tool) {
            case "ps" -> "procps";
            case "ss|lsof" -> "lsof"; // iproute2 would bring six libraries
            default -> tool;
        };
    }

    /** The commands that install this set for good, for each package manager. */
    String mend() {
        return switch (component) {
            case MARIADB ->
                    """
                    apt:    sudo apt-get install --no-install-recommends mariadb-server galera-4 rsync lsof
                    dnf:    sudo dnf install mariadb-server-galera rsync lsof
                    pacman: sudo pacman -S mariadb rsync lsof   (galera: from the AUR)\
                    """;
            default ->
                    """
                    apt:    sudo apt-get install influxdb   (1.x)
                    dnf:    sudo dnf install influxdb       (1.x, from its makers' repository)
                    pacman: sudo pacman -S influxdb         (1.x, from the AUR)\
                    """;
        };
    }
}
