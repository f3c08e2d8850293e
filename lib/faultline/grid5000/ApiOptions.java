package faultline.grid5000;

import faultline.plan.BadInput;
import faultline.plan.Durations;

import picocli.CommandLine.Option;

import java.net.URI;
import java.time.Duration;

/** Which API a command talks to; login and password are never options. */
public final class ApiOptions {

    @Option(
            names = "--api",
            paramLabel = "URI",
            defaultValue = "${env:G5K_API:-https://api.grid5000.fr/stable}",
            description = {
                "Grid'5000's own, or that of ./jbang fake-grid5000; also from G5K_API.",
                "Login and password come from ~/.python-grid5000.yaml, ~/.restfully/,",
                "~/.grid5000_api.yml, ~/.netrc, or G5K_USER and G5K_PASSWORD."
            })
    private String api;

    /**
     * The API, with the login that belongs to it.
     *
     * @throws BadInput where the address is none
     */
    public Grid5000 connect() {
        try {
            return Grid5000.open(
                    Credentials.ofThisUser().access(new URI(api)), Timekeeper.system());
        } catch (java.net.URISyntaxException e) {
            throw new BadInput("--api", "", api, "an address as " + Access.TESTBED);
        }
    }

    /** The duration that an option says. */
    public static Duration duration(String option, String text) {
        return Durations.parse(text)
                .filter(duration -> !duration.isNegative() && !duration.isZero())
                .orElseThrow(() -> new BadInput(option, "", text, "a duration as 2h or 1h30m"));
    }
}
