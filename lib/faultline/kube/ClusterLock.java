package faultline.kube;

import faultline.chaos.Selector;
import faultline.plan.Unavailable;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Held by the one kit that may change the stack on a cluster, as a Lease that it renews: of two,
 * each would take back the faults of the other. A second one is refused at once, which is why this
 * is no leader election, where it would wait.
 */
final class ClusterLock implements AutoCloseable {

    static final String NAME = "faultline-driver";

    private static final String MEND =
            "wait for it to end; if it is dead: kubectl -n %s delete lease %s"
                    .formatted(Selector.NAMESPACE, NAME);

    private static final Pattern HOLDER = Pattern.compile("(.*)@(.*) pid (\\d+) .*");

    /**
     * How long it stays with a kit of which nothing is heard.
     *
     * @param renew after so long it is heard of again
     */
    record Times(Duration lease, Duration renew) {
        static final Times USUAL = new Times(Duration.ofSeconds(60), Duration.ofSeconds(10));
    }

    private final Resource<Lease> lease;
    private final String me;
    private final Times times;
    private final Thread renewing;
    private volatile String lostTo = "";

    private ClusterLock(Resource<Lease> lease, String me, Times times) {
        this.lease = lease;
        this.me = me;
        this.times = times;
        renewing = Thread.ofVirtual().name("cluster lock").start(this::renew);
    }

    /**
     * Takes it, also from a kit that has not renewed it in time, or that ran on this machine and
     * does no more.
     *
     * @throws Unavailable with who holds it
     */
    static ClusterLock take(KubernetesClient client, Patience patience, Times times) {
        var lease = client.leases().inNamespace(Selector.NAMESPACE).withName(NAME);
        var me =
                "%s@%s pid %d (%s)"
                        .formatted(
                                System.getProperty("user.name"),
                                host(),
                                ProcessHandle.current().pid(),
                                UUID.randomUUID().toString().substring(0, 8));
        patience.insist(() -> {
            var now = lease.get();
            // Where an answer was lost, it was taken the first time.
            if (now != null && me.equals(now.getSpec().getHolderIdentity())) return now;
            if (now != null) requireDead(now, lease, times);
            return now == null
                    ? client.resource(mine(new LeaseBuilder(), me, times)).create()
                    // Refused where somebody else was quicker: the version is that of the dead.
                    : client.resource(mine(new LeaseBuilder(now), me, times)).update();
        });
        return new ClusterLock(lease, me, times);
    }

    private static Lease mine(LeaseBuilder lease, String me, Times times) {
        var now = ZonedDateTime.now(ZoneOffset.UTC);
        return lease.editOrNewMetadata()
                .withName(NAME)
                .withNamespace(Selector.NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(me)
                .withLeaseDurationSeconds((int) Math.max(1, times.lease().toSeconds()))
                .withAcquireTime(now)
                .withRenewTime(now)
                .endSpec()
                .build();
    }

    private static void requireDead(Lease found, Resource<Lease> lease, Times times) {
        var spec = found.getSpec();
        if (hasEndedHere(spec.getHolderIdentity())) return;
        var heard = Duration.between(spec.getRenewTime(), ZonedDateTime.now(ZoneOffset.UTC));
        var seemsDead = heard.toSeconds() > spec.getLeaseDurationSeconds();
        // The clock of its machine may be behind: one that lives is heard of meanwhile.
        if (seemsDead && !isHeardOf(found, lease, times)) return;
        throw new Unavailable(
                "%s works on this cluster since %tT UTC, and was heard of %d s ago"
                        .formatted(
                                spec.getHolderIdentity(),
                                spec.getAcquireTime(),
                                Math.max(0, heard.toSeconds())),
                "%s    else it is free %d s after its end"
                        .formatted(MEND, spec.getLeaseDurationSeconds()));
    }

    private static boolean isHeardOf(Lease found, Resource<Lease> lease, Times times) {
        try {
            Thread.sleep(times.renew().multipliedBy(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
        var now = lease.get();
        return now != null
                && !now.getMetadata()
                        .getResourceVersion()
                        .equals(found.getMetadata().getResourceVersion());
    }

    private static boolean hasEndedHere(String holder) {
        var named = HOLDER.matcher(holder);
        return named.matches()
                && named.group(2).equals(host())
                && ProcessHandle.of(Long.parseLong(named.group(3))).isEmpty();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "unknown-host";
        }
    }

    private void renew() {
        while (lostTo.isEmpty()) {
            try {
                Thread.sleep(times.renew());
                var now = lease.get();
                var holder = now == null ? "nobody" : now.getSpec().getHolderIdentity();
                if (me.equals(holder))
                    lease.edit(old ->
                            old.edit()
                                    .editSpec()
                                    .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
                                    .endSpec()
                                    .build());
                else lostTo = holder;
            } catch (InterruptedException e) {
                return;
            } catch (KubernetesClientException e) {
                // The API server is away: whoever else would take it meets the same.
            }
        }
    }

    /**
     * Refuses to go on where somebody has taken it away.
     *
     * @throws Unavailable with who has it now
     */
    void requireHeld() {
        if (!lostTo.isEmpty())
            throw new Unavailable(
                    "this cluster was taken over from this kit; it is now held by " + lostTo, MEND);
    }

    /** Gives it back, where it is still there to be given. */
    @Override
    public void close() {
        renewing.interrupt();
        try {
            var now = lease.get();
            if (now != null && me.equals(now.getSpec().getHolderIdentity())) lease.delete();
        } catch (KubernetesClientException e) {
            // Nobody renews it any more: it is free soon, with or without an answer.
        }
    }
}
