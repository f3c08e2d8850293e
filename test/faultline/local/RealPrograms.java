package faultline.local;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import faultline.plan.Unavailable;
import faultline.stack.Component;

import java.util.List;

/** The native programs for tests that start them; skips the test where there is no way to them. */
final class RealPrograms {

    private RealPrograms() {}

    static Programs find(Component... components) {
        try {
            return Programs.find(List.of(components), phase -> System.err.println(phase));
        } catch (Unavailable e) {
            // A machine with a package manager that fails is a failure; one without is skipped.
            if (ProgramCache.hasApt()) throw e;
            assumeTrue(false, e.getMessage());
            throw e;
        }
    }

    static void assumeApt() {
        assumeTrue(ProgramCache.hasApt(), "no apt on this machine");
    }
}
