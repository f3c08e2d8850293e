package faultline.net;

/** The pods at the ends of a directed link. */
record Ends(String from, String to) {

    @Override
    public String toString() {
        return from + " -> " + to;
    }
}
