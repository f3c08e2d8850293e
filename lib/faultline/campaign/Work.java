package faultline.campaign;

import java.nio.file.Path;
import java.util.Map;

/** What a campaign does with the nodes that it got; each of it may be done again, and goes on. */
public interface Work {

    /**
     * The image of feeders and consumers, into {@code folder}, before there are any nodes.
     *
     * @return what a report must tell of it
     */
    Map<String, Object> image(CampaignPlan plan, Path folder);

    /**
     * A Kubernetes of them, which has the image.
     *
     * @return what a report must tell of it
     */
    Map<String, Object> bootstrap(CampaignPlan plan, Path folder);

    /** The stack. */
    void install(CampaignPlan plan, Path folder);

    /** The runs, into {@code folder/sweep}. */
    void sweep(CampaignPlan plan, Path folder);

    /**
     * Logs of the nodes, into {@code folder/nodes}.
     *
     * @return what a report must tell of what ran there
     */
    Map<String, Object> collect(CampaignPlan plan, Path folder);
}
