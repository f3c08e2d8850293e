package faultline.chaos;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A condition on one label, as Kubernetes reads it: a pod without the label is never In and always
 * NotIn.
 */
record LabelExpression(String key, Operator operator, Set<String> values) {

    enum Operator {
        IN("In"),
        NOT_IN("NotIn"),
        EXISTS("Exists"),
        DOES_NOT_EXIST("DoesNotExist");

        private final String label;

        Operator(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    static final List<String> FIELDS = List.of("key", "operator", "values");

    static LabelExpression read(Fields fields) {
        fields.only(FIELDS);
        var key = fields.text("key", "the name of a label");
        var operator = fields.choice("operator", Operator.values(), Operator::label);
        var values = fields.texts("values");
        var wantsValues = operator == Operator.IN || operator == Operator.NOT_IN;
        if (wantsValues && values.isEmpty())
            throw fields.wrong("values", "no value", "one or more with " + operator.label());
        if (!wantsValues && !values.isEmpty())
            throw fields.wrong("values", "values", "none with " + operator.label());
        return new LabelExpression(key, operator, Set.copyOf(values));
    }

    boolean matches(Map<String, String> labels) {
        var value = labels.get(key);
        return switch (operator) {
            case IN -> value != null && values.contains(value);
            case NOT_IN -> value == null || !values.contains(value);
            case EXISTS -> value != null;
            case DOES_NOT_EXIST -> value == null;
        };
    }
}
