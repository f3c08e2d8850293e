package faultline.chaos;

import faultline.plan.BadInput;
import faultline.plan.Yaml;
import faultline.stack.PodSpec;

import java.util.List;
import java.util.Map;

/** Anything that a user can give to Chaos Mesh, valid as its definition and its webhook say. */
public sealed interface Document permits Manifest, MachineFault, Schedule, Workflow, StatusCheck {

    /** The file as the user wrote it, for errors. */
    String source();

    /** {@code metadata.name}. */
    String name();

    /** {@code Schedule}. */
    String kind();

    /** As it was read. */
    Map<String, Object> document();

    /**
     * What Chaos Mesh would do with these pods and not tell, in sentences for the user; empty where
     * the document does what it says.
     */
    List<String> caveats(List<PodSpec> pods);

    /**
     * Reads one document of any kind.
     *
     * @throws BadInput with the path of the first thing that is wrong
     */
    static Document parse(String source, String text) {
        var document = Yaml.parse(source, text);
        var head = Head.read(source, document);
        return switch (head.kind().scope()) {
            case PODS -> Manifest.read(head);
            case MACHINES -> MachineFault.read(head);
            case FLOW ->
                    switch (head.kind().name()) {
                        case "Schedule" -> Schedule.read(head);
                        case "Workflow" -> Workflow.read(head);
                        default -> StatusCheck.read(head);
                    };
        };
    }
}
