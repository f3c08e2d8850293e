package faultline.grid5000;

import faultline.plan.BadInput;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Where the API is and who asks. It never prints the password.
 *
 * @param api as {@code https://api.grid5000.fr/stable}
 * @param user the login on the testbed
 * @param password empty inside the testbed, where its proxy knows who asks
 * @param source where login and password were found, for messages
 */
public record Access(URI api, String user, Optional<String> password, String source) {

    /** The testbed's own API. */
    public static final URI TESTBED = URI.create("https://api.grid5000.fr/stable");

    public Access {
        var plain = !"https".equals(api.getScheme());
        if (plain && !isHere(api))
            throw new BadInput("--api", "", api.toString(), "https, or http to this machine");
        api = URI.create(api.toString().replaceFirst("/+$", ""));
    }

    Optional<String> authorization() {
        return password.map(secret ->
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        (user + ":" + secret).getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether this is the testbed itself, by its address. */
    public boolean isTestbed() {
        return isTestbed(api);
    }

    static boolean isTestbed(URI api) {
        return "https".equals(api.getScheme()) && TESTBED.getHost().equals(api.getHost());
    }

    @Override
    public String toString() {
        return "%s at %s (%s)".formatted(user, api, source);
    }

    private static boolean isHere(URI api) {
        var host = String.valueOf(api.getHost());
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }
}
