package faultline.campaign;

import java.util.Locale;

/** The steps of a campaign, in their order. */
public enum Phase {
    IMAGE("feeders and consumers, as an image"),
    RESERVE("wait for the nodes"),
    DEPLOY("a system on each node"),
    BOOTSTRAP("a Kubernetes of them"),
    INSTALL("the stack"),
    SWEEP("the runs"),
    COLLECT("logs and facts of the nodes"),
    RELEASE("the nodes given back");

    private final String meaning;

    Phase(String meaning) {
        this.meaning = meaning;
    }

    /** As in files and tables. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String meaning() {
        return meaning;
    }
}
