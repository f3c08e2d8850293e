package faultline.kube;

import faultline.stack.Stack;

/** Layouts that tests share. */
final class Layouts {

    static final Layout USUAL = of(new Stack(3, 3, 2, 1, 1), "", false);

    private Layouts() {}

    static Layout of(Stack stack, String mirror, boolean autoscale) {
        return new Layout(
                stack, 6, "", "20Gi", "20Gi", "10Gi", mirror, "faultline/load:1", false, autoscale);
    }
}
