package faultline.grid5000;

/**
 * How a node is at this moment.
 *
 * @param hard {@code alive}, {@code standby} (off, and may be booked), {@code suspected}, {@code
 *     absent} or {@code dead}
 * @param soft {@code free}, or some kind of busy
 */
public record NodeStatus(String hard, String soft, String comment) {

    public boolean isBookable() {
        return "alive".equals(hard) || "standby".equals(hard);
    }

    public boolean isDead() {
        return "dead".equals(hard);
    }

    public boolean isFree() {
        return isBookable() && soft != null && soft.startsWith("free");
    }
}
