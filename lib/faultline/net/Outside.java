package faultline.net;

import faultline.chaos.ExternalTarget;
import faultline.chaos.NotSupported;

import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/**
 * The pods that external targets mean: pods here reach each other and nobody else, so that an
 * address, a network or a name is a pod's, or means nothing.
 */
final class Outside {

    private Outside() {}

    /**
     * @param addresses by pod
     * @return the pods that have this address, an address in this network, or this name, alone or
     *     before a domain as {@code kafka-0.kafka.svc}
     * @throws NotSupported where that is none, or a port is meant: faults here are on all packets
     */
    static List<String> pods(String fault, ExternalTarget target, Map<String, String> addresses) {
        if (target.port().isPresent())
            throw refused(fault, target, "faults here act on every port; leave the port out");
        var pods =
                addresses.entrySet().stream()
                        .filter(pod -> isMeant(target, pod))
                        .map(Entry::getKey)
                        .toList();
        if (pods.isEmpty())
            throw refused(
                    fault,
                    target,
                    "is no pod of this stack, and pods reach nobody else here; the pods are "
                            + addresses);
        return pods;
    }

    private static boolean isMeant(ExternalTarget target, Entry<String, String> pod) {
        if (target.prefixLength().isEmpty())
            return target.host().equals(pod.getKey())
                    || target.host().startsWith(pod.getKey() + ".");
        var bits = target.prefixLength().getAsInt();
        var mask = bits == 0 ? 0 : -1 << 32 - bits;
        return (number(target.host()) & mask) == (number(pod.getValue()) & mask);
    }

    private static int number(String address) {
        var number = 0;
        for (var part : address.split("\\.")) number = number << 8 | Integer.parseInt(part);
        return number;
    }

    private static NotSupported refused(String fault, ExternalTarget target, String why) {
        return new NotSupported(
                "%s: externalTargets: %s %s".formatted(fault, target.written(), why));
    }
}
