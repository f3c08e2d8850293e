package faultline.note;

import faultline.plan.BadInput;
import faultline.run.Experiment;
import faultline.run.ExperimentReader;
import faultline.run.PlanPreview;

import java.util.List;

/**
 * An experiment with its hypothesis, its ladder and its abort conditions; nothing is started yet.
 */
public final class LocalExperiment {

    private final String name;
    private final Experiment plan;

    private LocalExperiment(String name, Experiment plan) {
        this.name = name;
        this.plan = plan;
    }

    static LocalExperiment find(String name) {
        return new LocalExperiment(name, ExperimentReader.find(name));
    }

    /** Its steps, whom each hits and when, and the way back; nothing is injected. */
    public Planned plan() {
        var preview = new PlanPreview(plan);
        return new Planned(preview.text(), folder -> List.of(preview.draw(folder, name)));
    }

    /**
     * Makes the control, then step by step as far as the hypothesis holds.
     *
     * @throws BadInput where its faults need the pod network and the notebook runs without
     */
    public Measured run() {
        return Session.current().run(plan, "chaos run " + name);
    }

    /** The command that does the same as {@link #run} without Java. */
    public String command() {
        return "./jbang chaos run " + name;
    }

    @Override
    public String toString() {
        return plan.title() + "; .plan(), .run()";
    }
}
