package faultline.chaos;

import java.util.List;
import java.util.Map;

/**
 * How far a schedule or a workflow has come.
 *
 * @param finished whether nothing more will happen and nothing of it is left on any target
 * @param aborted why it was ended before its end; empty where it was not
 * @param chaos as Chaos Mesh writes it; of a workflow with {@code nodes}, which are objects of
 *     their own there
 * @param events the last hundred, oldest first
 */
public record FlowStatus(
        boolean finished, String aborted, Map<String, Object> chaos, List<FlowEvent> events) {}
