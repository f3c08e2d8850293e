package faultline.cluster;

import faultline.plan.BadInput;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A Linux machine that may become a part of the cluster.
 *
 * @param login the user to log in as; empty for the one that ssh would take
 * @param name as ssh knows it
 * @param address on which the others reach it; empty where the machine is to say
 * @param disk for data: {@code disk1} as the testbed names it, empty to look for room
 */
public record Host(String login, String name, Optional<String> address, String disk) {

    private static final Pattern WRITTEN =
            Pattern.compile(
                    "(?:([A-Za-z_][\\w.-]*)@)?([A-Za-z0-9][A-Za-z0-9.-]*)(?:=(\\d+(?:\\.\\d+){3}))?");

    /**
     * The hosts that {@code text} lists: {@code root@a,b=172.16.0.2}.
     *
     * @throws BadInput where one is none, or is there twice
     */
    public static List<Host> list(String option, String text) {
        var hosts = Arrays.stream(text.split(",")).map(each -> one(option, each.strip())).toList();
        var names = hosts.stream().map(Host::label).toList();
        for (var name : names)
            if (names.indexOf(name) != names.lastIndexOf(name))
                throw new BadInput(option, "", name + " twice", "each host once");
        return hosts;
    }

    private static Host one(String option, String text) {
        var written = WRITTEN.matcher(text);
        if (!written.matches())
            throw new BadInput(option, "", text, "hosts as root@node-1 or node-1=172.16.0.1");
        var login = written.group(1) == null ? "" : written.group(1);
        return new Host(login, written.group(2), Optional.ofNullable(written.group(3)), "");
    }

    /** What ssh is given. */
    String destination() {
        var where = address.orElse(name);
        return login.isEmpty() ? where : login + "@" + where;
    }

    /** Its name in the cluster: the first part, {@code gros-1}, unless it is an address. */
    public String label() {
        return name.matches("[\\d.]+")
                ? "node-" + name.replace('.', '-')
                : name.replaceFirst("\\..*", "");
    }
}
