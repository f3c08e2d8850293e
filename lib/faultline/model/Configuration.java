package faultline.model;

import faultline.plan.Factors;
import faultline.plan.Point;

/** What one capacity is of: a stack, a load's shape, and what is broken meanwhile. */
public record Configuration(int replicas, Factors factors, String fault) {

    /** Whether nothing is broken. */
    public boolean isHealthy() {
        return fault.equals(Point.CONTROL);
    }

    /** The same with nothing broken. */
    public Configuration healthy() {
        return new Configuration(replicas, factors, Point.CONTROL);
    }

    /** For readers: {@code replicas 3, consumers 2, mariadb-kill}. */
    public String label() {
        return "replicas "
                + replicas
                + (factors.equals(Factors.NONE) ? "" : ", " + factors.label())
                + (isHealthy() ? "" : ", " + fault);
    }
}
