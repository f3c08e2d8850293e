package faultline.grid5000;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A job as it is submitted.
 *
 * @param resources in OAR's language, the walltime last
 * @param reservation a date as OAR writes it, null for as soon as can be
 * @param project null for the user's own
 */
public record JobRequest(
        String name,
        List<String> types,
        String resources,
        String queue,
        String project,
        String command,
        String reservation) {

    /** Marks the jobs of this kit, so that what is left can be found. */
    public static final String ORIGIN = "origin=faultline";

    /** Ends with the walltime only: a sleep of a given length would undo an extension. */
    static final String COMMAND = "sleep infinity";

    public JobRequest at(String start) {
        return new JobRequest(name, types, resources, queue, project, command, start);
    }

    /** The fields that the API takes, without those that are not set. */
    public Map<String, Object> body() {
        var body = new LinkedHashMap<String, Object>();
        body.put("name", name);
        body.put("types", types);
        body.put("resources", resources);
        body.put("queue", queue);
        if (project != null) body.put("project", project);
        body.put("command", command);
        if (reservation != null) body.put("reservation", reservation);
        return body;
    }
}
