package faultline.chaos;

/** The pods at the other end of the links that a NetworkChaos touches; drawn on their own. */
public record Target(Selector selector, Mode mode) {

    static Target read(Fields target, String namespace) {
        return new Target(Selector.read(target.child("selector"), namespace), Mode.read(target));
    }
}
