package faultline.run;

import faultline.platform.KafkaHealth;
import faultline.platform.Platform;
import faultline.stack.Component;
import faultline.stack.Stack;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which pod has a role at the moment: asked of the live stack, then written into the plan. */
final class Roles {

    /** The broker that leads the metadata quorum. */
    static final String CONTROLLER = "controller";

    /** The broker that leads the first partition of the topic that every stack has. */
    static final String LEADER = "leader";

    /** What a plan may ask for. */
    static final List<String> ALL = List.of(CONTROLLER, LEADER);

    private Roles() {}

    /** The pods that have these roles now. */
    static Map<String, String> now(Platform platform, Stack stack, List<String> roles) {
        var pods = new HashMap<String, String>();
        if (roles.isEmpty()) return pods;
        try (var kafka = new KafkaHealth(platform.endpoints(), stack)) {
            for (var role : roles) {
                var id = role.equals(CONTROLLER) ? kafka.controller() : kafka.leader();
                pods.put(role, Component.KAFKA.label() + "-" + id);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return pods;
    }
}
