package faultline.campaign;

import faultline.cluster.BootstrapOptions;
import faultline.grid5000.ReserveOptions;
import faultline.plan.BadInput;
import faultline.plan.Section;
import faultline.plan.Yaml;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A campaign as a researcher writes it: under the name of each command, the options of that command
 * without their dashes.
 *
 * @param file where it stands
 * @param name of the job and of the cluster
 * @param image options of {@code ./jbang image}
 * @param reserve options of {@code ./jbang reserve}
 * @param bootstrap options of {@code ./jbang bootstrap}
 * @param deploy options of {@code ./jbang deploy}
 * @param sweep options of {@code ./jbang sweep}
 */
public record CampaignPlan(
        Path file,
        String name,
        List<String> image,
        List<String> reserve,
        List<String> bootstrap,
        List<String> deploy,
        List<String> sweep) {

    private static final List<String> KEYS =
            List.of("name", "image", "reserve", "bootstrap", "deploy", "sweep");

    /**
     * The campaign that {@code file} holds; every option of ours is looked at.
     *
     * @throws BadInput naming what cannot be used
     */
    public static CampaignPlan read(Path file) {
        var text = text(file);
        var whole = Section.of(file.toString(), Yaml.parse(file.toString(), text)).only(KEYS);
        var name = whole.text("name", "faultline");
        var plan =
                new CampaignPlan(
                        file,
                        name,
                        options(whole, "image"),
                        options(whole, "reserve"),
                        options(whole, "bootstrap"),
                        options(whole, "deploy"),
                        options(whole, "sweep"));
        plan.reserveOptions().wanted();
        plan.bootstrapOptions().check();
        return plan;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new BadInput(file.toString(), "", "no file that can be read", "a campaign");
        }
    }

    /**
     * {@code nodes: 7} becomes {@code --nodes 7}, {@code disks: true} {@code --disks}, and a list
     * the option once with commas, as people type it.
     */
    private static List<String> options(Section whole, String command) {
        var arguments = new ArrayList<String>();
        whole.childOrEmpty(command)
                .values()
                .forEach((option, value) -> {
                    if (Boolean.FALSE.equals(value)) return;
                    arguments.add("--" + option);
                    if (value instanceof List<?> list)
                        arguments.add(
                                String.join(",", list.stream().map(String::valueOf).toList()));
                    else if (!Boolean.TRUE.equals(value)) arguments.add(String.valueOf(value));
                });
        return List.copyOf(arguments);
    }

    ReserveOptions reserveOptions() {
        var arguments = new ArrayList<>(reserve);
        arguments.addAll(List.of("--name", name));
        return parsed(new ReserveOptions(), "reserve", arguments);
    }

    String site() {
        return reserveOptions().wanted().site();
    }

    /** Whether the nodes get an image from here, and not one that deploy names. */
    boolean makesImage() {
        return !deploy.contains("--load-image");
    }

    BootstrapOptions bootstrapOptions() {
        var arguments = new ArrayList<>(bootstrap);
        arguments.addAll(List.of("--job", site() + "/" + name, "--name", name));
        return parsed(new BootstrapOptions(), "bootstrap", arguments);
    }

    private <T> T parsed(T options, String section, List<String> arguments) {
        try {
            new CommandLine(options).parseArgs(arguments.toArray(String[]::new));
            return options;
        } catch (ParameterException e) {
            throw new BadInput(
                    file.toString(),
                    section,
                    e.getMessage(),
                    "the options of ./jbang %s, without dashes".formatted(section));
        }
    }
}
