package faultline.chaos;

import faultline.stack.PodSpec;

import java.util.List;
import java.util.Map;

/** A check of its own, which injects nothing. */
public record StatusCheck(String source, String name, HttpCheck check, Map<String, Object> document)
        implements Document {

    static StatusCheck read(Head head) {
        return new StatusCheck(
                head.spec().source(),
                head.name(),
                HttpCheck.read(head.spec()),
                head.top().values());
    }

    @Override
    public String kind() {
        return "StatusCheck";
    }

    @Override
    public List<String> caveats(List<PodSpec> pods) {
        return List.of();
    }
}
