package faultline.chaos;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that a schedule or a workflow did or refused.
 *
 * @param node of a workflow, or the name of a schedule
 * @param reason Chaos Mesh's word: {@code Spawned}, {@code Forbid}, {@code NodeAccomplished}
 */
public record FlowEvent(Instant timestamp, String node, String reason, String message) {

    /** Ready for {@code Yaml.json}. */
    public Map<String, Object> toMap() {
        var map = new LinkedHashMap<String, Object>();
        map.put("node", node);
        map.put("reason", reason);
        map.put("message", message);
        map.put("timestamp", timestamp.truncatedTo(ChronoUnit.MILLIS).toString());
        return map;
    }
}
