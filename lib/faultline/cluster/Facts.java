package faultline.cluster;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a host says about itself.
 *
 * @param values by name, as {@link #SCRIPT} prints them
 * @param ahead how far its clock is before this machine's
 * @param bound how wrong {@code ahead} may be: half of the time that asking took
 */
record Facts(Host host, Map<String, String> values, Duration ahead, Duration bound) {

    private static final List<String> PROGRAMS =
            List.of("ip", "cmp", "sha256sum", "mount", "modprobe", "systemctl", "ssh-keygen");

    /** Only reads. The first line is the clock, since what follows takes time. */
    static final String SCRIPT =
            """
            export PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
            echo "clock=$(date +%s.%N)"
            echo "login=${SUDO_USER:-root}"
            address=$(echo "$SSH_CONNECTION" | cut -d' ' -f3)
            line=$(ip -o -4 addr show | grep -F " $address/")
            device=$(echo "$line" | sed 's/^[0-9]*: *\\([^ ]*\\).*/\\1/')
            echo "address=$address"
            echo "device=$device"
            echo "network=$(echo "$line" | sed 's/.* inet \\([^ ]*\\).*/\\1/')"
            echo "mtu=$(cat "/sys/class/net/$device/mtu" 2>/dev/null)"
            echo "architecture=$(uname -m)"
            echo "kernel=$(uname -r)"
            echo "system=$(sed -n 's/^PRETTY_NAME="\\(.*\\)"/\\1/p' /etc/os-release 2>/dev/null)"
            echo "groups=$(stat -fc %T /sys/fs/cgroup)"
            echo "synchronised=$(timedatectl show -p NTPSynchronized --value 2>/dev/null)"
            echo "room=$(df -PkT 2>/dev/null | grep -E ' (ext[234]|xfs|btrfs|overlay) ' |
                grep -E ' /((var|srv|data|mnt|tmp|scratch|home)(/.*)?)?$' |
                sort -n -k5 | tail -n 1 | sed 's/  */ /g' | cut -d' ' -f5,7)"
            for program in PROGRAMS; do
                command -v "$program" >/dev/null || missing="$missing $program"
            done
            echo "missing=${missing# }"
            k3s=/usr/local/bin/k3s
            [ ! -f "$k3s" ] || echo "k3s=$(sha256sum <"$k3s" | cut -d' ' -f1)"
            config=/etc/rancher/k3s/config.yaml
            [ ! -f "$config" ] || sed -n 's/^\\(server\\|cluster-init\\|data-dir\\): */\\1=/p' "$config"
            data=$(sed -n 's/^data-dir: *//p' "$config" 2>/dev/null | tr -d '"')
            [ -z "$data" ] || [ ! -d "$data/server/db/etcd" ] || echo "etcd=there"
            [ ! -s /etc/rancher/k3s/token ] || echo "token=there"
            ! systemctl is-active --quiet k3s || echo "running=yes"
            """
                    .replace("PROGRAMS", String.join(" ", PROGRAMS));

    /** Reads what the script printed between two times of this machine, in nanoseconds. */
    static Facts of(Host host, String printed, long askedNanos, long answeredNanos) {
        var values = new LinkedHashMap<String, String>();
        for (var line : printed.lines().toList()) {
            var equals = line.indexOf('=');
            if (equals > 0)
                values.put(
                        line.substring(0, equals),
                        line.substring(equals + 1).replace("\"", "").strip());
        }
        var half = (answeredNanos - askedNanos) / 2;
        var ahead = nanos(values.getOrDefault("clock", "0.0")) - (askedNanos + half);
        return new Facts(host, values, Duration.ofNanos(ahead), Duration.ofNanos(half));
    }

    private static long nanos(String clock) {
        var parts = Arrays.stream(clock.split("\\.")).mapToLong(Long::parseLong).toArray();
        return parts[0] * 1_000_000_000L + parts[1];
    }

    String text(String name) {
        return values.getOrDefault(name, "");
    }

    boolean has(String name) {
        return !text(name).isEmpty();
    }

    /** The address on which the other hosts reach it. */
    String address() {
        return host.address().orElse(text("address"));
    }

    boolean isRunning() {
        return has("running");
    }

    /** Whether it holds a copy of the cluster's state. */
    boolean isMember() {
        return has("etcd");
    }

    boolean hasGroupsVersion1() {
        return !text("groups").equals("cgroup2fs");
    }

    /** Where its data is or is to be, and the device that is to be mounted there, if any. */
    Store store() {
        var disk = host.disk();
        var own = !disk.isEmpty() && !disk.equals("disk0");
        var device = own ? Optional.of("/dev/" + disk) : Optional.<String>empty();
        if (has("data-dir")) return new Store(device, text("data-dir").replaceFirst("/k3s$", ""));
        if (own) return new Store(device, "/mnt/faultline");
        // The testbed's systems have a small root, and the rest of the first disk at /tmp.
        if (!disk.isEmpty()) return new Store(device, "/tmp/faultline");
        var room = text("room").split(" ");
        var mount = room.length == 2 && !room[1].equals("/") ? room[1] : "/var/lib";
        return new Store(device, mount + "/faultline");
    }

    /**
     * Where data goes.
     *
     * @param device to be mounted at {@code folder}
     */
    record Store(Optional<String> device, String folder) {}
}
