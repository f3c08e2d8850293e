package faultline.grid5000;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A site of the testbed, as its reference describes it.
 *
 * @param scheduler {@code oar}; one site has another, which the API's jobs do not reach
 * @param version of the reference data, a commit
 */
public record Site(
        String uid,
        String scheduler,
        String version,
        String kavlanIpRange,
        String virtIpRange,
        Map<String, Range> kavlans,
        Range g5ksubnet) {

    /** A network by its range. */
    public record Range(String network) {}

    public boolean hasOar() {
        return "oar".equals(scheduler);
    }

    /** Every range of addresses that this site publishes, by what it is for. */
    public Map<String, Cidr> ranges() {
        var ranges = new LinkedHashMap<String, Cidr>();
        if (kavlans != null)
            kavlans.forEach((number, range) -> put(ranges, "kavlan-" + number, range));
        put(ranges, "kavlan_ip_range", new Range(kavlanIpRange));
        put(ranges, "virt_ip_range", new Range(virtIpRange));
        put(ranges, "g5ksubnet", g5ksubnet);
        return ranges;
    }

    private void put(Map<String, Cidr> ranges, String what, Range range) {
        if (range == null || range.network() == null) return;
        ranges.put(uid + " " + what, Cidr.of(uid + " " + what, range.network()));
    }
}
