package faultline.net;

/**
 * What came from a pod and went over no link.
 *
 * @param notIpv4 packets of another protocol
 * @param noRoute packets to an address that nobody has
 * @param deviceDrops packets that the device dropped, because the switch did not read or the pod's
 *     kernel did not take them in time
 */
public record PortTraffic(String pod, long notIpv4, long noRoute, long deviceDrops) {}
