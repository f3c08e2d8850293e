package faultline.check;

/**
 * What one look at the journal found.
 *
 * @param condition what was looked at: {@code lost == 0}
 * @param reason a whole sentence
 */
public record Finding(String condition, Outcome outcome, String reason) {

    static Finding pass(String condition, String reason, Object... values) {
        return new Finding(condition, Outcome.PASS, reason.formatted(values));
    }

    static Finding fail(String condition, String reason, Object... values) {
        return new Finding(condition, Outcome.FAIL, reason.formatted(values));
    }

    static Finding inconclusive(String condition, String reason, Object... values) {
        return new Finding(condition, Outcome.INCONCLUSIVE, reason.formatted(values));
    }
}
