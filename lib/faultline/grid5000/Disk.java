package faultline.grid5000;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A disk of a node.
 *
 * @param storage {@code SSD} or {@code HDD}
 * @param size in bytes
 * @param reservation whether it must be reserved beside the node
 */
public record Disk(
        String id,
        @JsonProperty("interface") String bus,
        String storage,
        long size,
        boolean reservation,
        String model) {

    public boolean isSsd() {
        return "SSD".equals(storage);
    }

    public boolean isSystem() {
        return "disk0".equals(id);
    }
}
