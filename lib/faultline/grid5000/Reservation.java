package faultline.grid5000;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the kit remembers of a reservation, so that whoever comes after it can give it back. There
 * is no secret in it.
 *
 * @param target {@code grid5000} or {@code fake-g5k}
 * @param holder the process that works with it
 * @param asked when the job was asked for
 * @param request as it was sent
 * @param job its number, 0 as long as it is not known
 * @param nodes that are ready for use
 * @param provenance what a report must tell of it
 */
public record Reservation(
        String name,
        String site,
        String api,
        String target,
        String user,
        Holder holder,
        Phase phase,
        Instant asked,
        Map<String, Object> request,
        long job,
        List<Granted> nodes,
        List<String> notes,
        Map<String, Object> provenance) {

    /** How far it has come. */
    public enum Phase {
        ASKING,
        WAITING,
        DEPLOYING,
        READY,
        /** Ready, and a process works with it and gives it back: if that died, nobody needs it. */
        WORKING
    }

    /**
     * A node to work on.
     *
     * @param address of its Ethernet adapter
     * @param dataDisk where data should go
     */
    public record Granted(String name, String address, String dataDisk) {}

    /**
     * A process.
     *
     * @param started tells it from a later one of the same number; in milliseconds since 1970
     */
    public record Holder(String host, long pid, long started) {

        static Holder me() {
            var process = ProcessHandle.current();
            return new Holder(here(), process.pid(), started(process));
        }

        boolean isElsewhere() {
            return !here().equals(host);
        }

        boolean isAlive() {
            return !isElsewhere()
                    && ProcessHandle.of(pid)
                            .filter(p -> p.isAlive() && started(p) == started)
                            .isPresent();
        }

        boolean isMe() {
            return equals(me());
        }

        private static long started(ProcessHandle process) {
            return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        }

        private static String here() {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                return "localhost";
            }
        }
    }

    public Reservation {
        nodes = nodes == null ? List.of() : List.copyOf(nodes);
        notes = notes == null ? List.of() : List.copyOf(notes);
    }

    Reservation in(Phase next) {
        return new Reservation(
                name,
                site,
                api,
                target,
                user,
                holder,
                next,
                asked,
                request,
                job,
                nodes,
                notes,
                provenance);
    }

    Reservation heldBy(Holder process) {
        return new Reservation(
                name,
                site,
                api,
                target,
                user,
                process,
                phase,
                asked,
                request,
                job,
                nodes,
                notes,
                provenance);
    }

    Reservation as(long number) {
        return new Reservation(
                name,
                site,
                api,
                target,
                user,
                holder,
                phase,
                asked,
                request,
                number,
                nodes,
                notes,
                provenance);
    }

    /** Whether its nodes are ready for use. */
    boolean isReady() {
        return phase == Phase.READY || phase == Phase.WORKING;
    }

    Reservation ready(Phase ready, List<Granted> granted, Map<String, Object> told) {
        return new Reservation(
                name, site, api, target, user, holder, ready, asked, request, job, granted, notes,
                told);
    }
}
