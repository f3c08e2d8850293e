/**
 * The pod network: a namespace for each pod, a packet switch in user space between them, and its
 * impairments.
 *
 * <pre>
 *   if (!Inside.isInside()) System.exit(Inside.reexec(request -> answer)); // the host's side
 *   Inside.enter();
 *   try (var network = PodNetwork.open(Limits.DEFAULT, seed)) {
 *       var pod = network.pod("kafka-0"); // pod.address(), pod.namespace().prefix() + command
 *       network.fabric().impair("slow", "kafka-0", "kafka-1",
 *               List.of(new Delay(Duration.ofMillis(20), Duration.ZERO, 0)));
 *       network.fabric().traffic(); // what each link has carried and dropped
 *       network.fabric().mend("slow");
 *   }
 * </pre>
 *
 * Nothing of it is on the host: no address, route, device or name, while it runs and afterwards.
 */
//SOURCES ../local/package-info.java
//SOURCES Addresses.java
//SOURCES Answering.java
//SOURCES Asking.java
//SOURCES Bandwidth.java
//SOURCES Bucket.java
//SOURCES Chance.java
//SOURCES Composition.java
//SOURCES Corrupt.java
//SOURCES Count.java
//SOURCES Crossing.java
//SOURCES Delay.java
//SOURCES Deliveries.java
//SOURCES Devices.java
//SOURCES Duplicate.java
//SOURCES Ends.java
//SOURCES Impairment.java
//SOURCES Inside.java
//SOURCES Libc.java
//SOURCES Limits.java
//SOURCES Link.java
//SOURCES LinkFault.java
//SOURCES Loss.java
//SOURCES Namespace.java
//SOURCES NetworkPod.java
//SOURCES Outside.java
//SOURCES Packets.java
//SOURCES Parcel.java
//SOURCES Parcels.java
//SOURCES Partition.java
//SOURCES PodNetwork.java
//SOURCES Port.java
//SOURCES PortTraffic.java
//SOURCES Rate.java
//SOURCES Reorder.java
//SOURCES Switch.java
//SOURCES SwitchNetwork.java
//SOURCES Threads.java
//SOURCES Tun.java
//SOURCES Unsharing.java
//SOURCES Waiting.java
package faultline.net;
