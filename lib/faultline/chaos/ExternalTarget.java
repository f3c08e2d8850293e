package faultline.chaos;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Something outside the stack at the other end of a link.
 *
 * @param written as the manifest has it
 * @param host an IPv4 address, or a name that the controller of Chaos Mesh looks up
 * @param prefixLength of the network, 32 for one address; nothing for a name
 */
public record ExternalTarget(
        String written, String host, OptionalInt prefixLength, OptionalInt port) {

    static final String ALLOWED =
            "an IPv4 address, a network as 10.0.0.0/8, a name, each with :port where one is meant";

    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";

    private static final Pattern ADDRESS = Pattern.compile("(?:%1$s\\.){3}%1$s".formatted(BYTE));

    private static final Pattern NAME =
            Pattern.compile("(?=.{1,253}$)(?:[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?\\.?)+");

    /** What a text means; empty where it is none of the forms, as with IPv6. */
    static Optional<ExternalTarget> parse(String text) {
        var colon = text.lastIndexOf(':');
        var port = OptionalInt.empty();
        if (colon >= 0) {
            port = number(text.substring(colon + 1), 1, 65535);
            if (port.isEmpty()) return Optional.empty();
        }
        var rest = colon >= 0 ? text.substring(0, colon) : text;
        var slash = rest.indexOf('/');
        var host = slash >= 0 ? rest.substring(0, slash) : rest;
        if (ADDRESS.matcher(host).matches()) {
            var prefix = slash >= 0 ? number(rest.substring(slash + 1), 0, 32) : OptionalInt.of(32);
            return prefix.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new ExternalTarget(text, host, prefix, port));
        }
        var isName =
                slash < 0
                        && NAME.matcher(host.toLowerCase(java.util.Locale.ROOT)).matches()
                        && !host.matches("[0-9.]+");
        return isName
                ? Optional.of(new ExternalTarget(text, host, OptionalInt.empty(), port))
                : Optional.empty();
    }

    private static OptionalInt number(String digits, int minimum, int maximum) {
        if (!digits.matches("\\d{1,5}")) return OptionalInt.empty();
        var number = Integer.parseInt(digits);
        return number >= minimum && number <= maximum
                ? OptionalInt.of(number)
                : OptionalInt.empty();
    }
}
