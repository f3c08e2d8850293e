package faultline.model;

import static faultline.model.Unanswerable.positive;

import java.util.List;
import java.util.Optional;

/**
 * What runs have shown of a stack; empty is what no run has measured.
 *
 * @param p99Ms the objective under which every capacity here was found
 * @param brokers capacity by number of brokers
 * @param consumers capacity by number of consumers of the database's group
 * @param producePerPartition messages/s that one partition takes
 * @param consumePerPartition messages/s that one consumer takes from one partition
 * @param database rows/s that a Galera cluster commits, whatever its size: every node applies all
 * @param series points/s that one series store takes
 * @param diskBytesPerS that a broker's disk takes, synced
 * @param linkBytesPerS that a broker's link carries, one way
 * @param scaling to the machines that are planned
 */
public record Measured(
        double p99Ms,
        List<Observation> brokers,
        List<Observation> consumers,
        Optional<Estimate> producePerPartition,
        Optional<Estimate> consumePerPartition,
        Optional<Estimate> database,
        Optional<Estimate> series,
        Optional<Estimate> diskBytesPerS,
        Optional<Estimate> linkBytesPerS,
        Scaling scaling) {

    public Measured {
        positive("the 99th percentile that capacities were found under", p99Ms);
        brokers = List.copyOf(brokers);
        consumers = List.copyOf(consumers);
    }
}
