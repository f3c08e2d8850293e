package faultline.campaign;

import java.nio.file.Path;
import java.util.Map;

/** Work that does nothing but name each of its steps. */
interface NamedWork extends Work {

    /** Told at each step. */
    void at(String step);

    @Override
    default Map<String, Object> image(CampaignPlan plan, Path folder) {
        at("image");
        return Map.of();
    }

    @Override
    default Map<String, Object> bootstrap(CampaignPlan plan, Path folder) {
        at("bootstrap");
        return Map.of();
    }

    @Override
    default void install(CampaignPlan plan, Path folder) {
        at("install");
    }

    @Override
    default void sweep(CampaignPlan plan, Path folder) {
        at("sweep");
    }

    @Override
    default Map<String, Object> collect(CampaignPlan plan, Path folder) {
        at("collect");
        return Map.of();
    }
}
