package faultline.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the kernel of a network namespace has thrown away, by its own count.
 *
 * @param corrupt packets with a wrong checksum or a header that makes no sense
 * @param noRoom datagrams for which the receiver's buffer was full
 */
record UdpErrors(long corrupt, long noRoom) {

    private static final Path COUNTERS = Path.of("/proc/thread-self/net/snmp");

    /** Of the namespace that the calling thread is in. */
    static UdpErrors ofThread() throws IOException {
        return parse(Files.readString(COUNTERS));
    }

    /** The counters of RFC 4113 and RFC 4293: a line of names, then a line of values. */
    static UdpErrors parse(String snmp) {
        return new UdpErrors(
                value(snmp, "Ip:", "InHdrErrors") + value(snmp, "Udp:", "InCsumErrors"),
                value(snmp, "Udp:", "RcvbufErrors"));
    }

    UdpErrors less(UdpErrors before) {
        return new UdpErrors(corrupt - before.corrupt, noRoom - before.noRoom);
    }

    private static long value(String snmp, String protocol, String name) {
        var lines = snmp.lines().filter(line -> line.startsWith(protocol + " ")).toList();
        if (lines.size() < 2) return 0;
        var names = lines.get(0).split(" ");
        var values = lines.get(1).split(" ");
        for (var i = 1; i < Math.min(names.length, values.length); i++)
            if (names[i].equals(name)) return Long.parseLong(values[i]);
        return 0;
    }
}
