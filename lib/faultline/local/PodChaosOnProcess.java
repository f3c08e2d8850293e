package faultline.local;

import faultline.chaos.PodChaos;

import java.time.Duration;

/** PodChaos where a pod is a process: ends one pod, or keeps it down until it is recovered. */
final class PodChaosOnProcess {

    private PodChaosOnProcess() {}

    static void apply(PodChaos chaos, PodProcess target) throws InterruptedException {
        switch (chaos.action()) {
            case POD_KILL -> target.kill(Duration.ofSeconds(chaos.gracePeriodSeconds()), true);
            case CONTAINER_KILL -> target.kill(Duration.ZERO, false);
            case POD_FAILURE -> target.hold();
        }
    }

    /** Takes back what lasts; a kill is over when it is done. */
    static void recover(PodProcess target) {
        target.release();
    }
}
