package faultline.load;

import faultline.plan.BadInput;

import java.util.List;
import java.util.Map;

/** What a pod is told, which comes only from its environment, here and on Kubernetes. */
record Settings(Map<String, String> environment) {

    String text(String name) {
        var value = environment.get(name);
        if (value == null || value.isBlank())
            throw new BadInput("environment variable " + name, "", "nothing", "a value");
        return value;
    }

    String text(String name, String otherwise) {
        return environment.containsKey(name) ? text(name) : otherwise;
    }

    /** The parts between commas. */
    List<String> list(String name) {
        return List.of(text(name).split(","));
    }

    /** A whole number from {@code least} to {@code most}. */
    long whole(String name, long least, long most) {
        try {
            var value = Long.parseLong(text(name));
            if (value >= least && value <= most) return value;
        } catch (NumberFormatException e) {
            // the same sentence as for a number that is out of bounds
        }
        throw bad(name, "a whole number from " + least + " to " + most);
    }

    long whole(String name, long least, long most, long otherwise) {
        return environment.containsKey(name) ? whole(name, least, most) : otherwise;
    }

    /** A number above 0, up to {@code most}. */
    double positive(String name, double most) {
        try {
            var value = Double.parseDouble(text(name));
            if (value > 0 && value <= most) return value;
        } catch (NumberFormatException e) {
            // the same sentence as for a number that is out of bounds
        }
        throw bad(name, "a number above 0, up to " + most);
    }

    private BadInput bad(String name, String allowed) {
        return new BadInput("environment variable " + name, "", text(name), allowed);
    }
}
