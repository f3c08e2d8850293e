package faultline.grid5000;

import com.fasterxml.jackson.annotation.JsonProperty;

import java.util.Comparator;
import java.util.List;

/** A machine of a cluster, as its reference describes it. */
public record Node(
        String uid,
        boolean exotic,
        Architecture architecture,
        Memory mainMemory,
        Processor processor,
        List<Disk> storageDevices,
        List<Adapter> networkAdapters,
        JobTypes supportedJobTypes,
        Software software,
        String version) {

    /** Its processors together. */
    public record Architecture(int nbCores, String platformType) {}

    /**
     * Its main memory.
     *
     * @param ramSize in bytes
     */
    public record Memory(long ramSize) {}

    /** The model of its processors. */
    public record Processor(String model, String version) {}

    /**
     * What jobs it takes.
     *
     * @param maxWalltime in seconds; 0 for any
     */
    public record JobTypes(boolean deploy, long maxWalltime, List<String> queues) {}

    /** What runs on it when nothing was deployed. */
    public record Software(@JsonProperty("standard-environment") String standardEnvironment) {}

    /**
     * A network adapter.
     *
     * @param rate in bits per second
     */
    public record Adapter(
            String device,
            String name,
            @JsonProperty("interface") String kind,
            String ip,
            String networkAddress,
            long rate,
            boolean mounted,
            boolean management) {}

    /**
     * The adapter that carries the node's own address: mounted, Ethernet, not for management. The
     * first mounted one would be wrong: many nodes have a mounted InfiniBand or Omni-Path adapter.
     *
     * @throws IllegalStateException where the reference does not name exactly one
     */
    public Adapter network() {
        var found =
                networkAdapters.stream()
                        .filter(a -> a.mounted() && !a.management() && "Ethernet".equals(a.kind()))
                        .toList();
        if (found.size() != 1)
            throw new IllegalStateException(
                    "%s has %d mounted Ethernet adapters".formatted(uid, found.size()));
        return found.getFirst();
    }

    /** The disk that its system is on. */
    public Disk systemDisk() {
        return storageDevices.stream().filter(Disk::isSystem).findFirst().orElseThrow();
    }

    /**
     * Where data should go: a fast disk beside the system's, else the system's, rather than a slow
     * one; of equals, the largest.
     *
     * @param reserved whether the job reserves the disks that must be
     */
    public Disk dataDisk(boolean reserved) {
        return storageDevices.stream()
                .filter(disk -> reserved || !disk.reservation())
                .max(
                        Comparator.comparing(Disk::isSsd)
                                .thenComparing(disk -> !disk.isSystem())
                                .thenComparing(Disk::size))
                .orElseThrow();
    }

    public boolean hasReservableDisk() {
        return storageDevices.stream().anyMatch(Disk::reservation);
    }
}
