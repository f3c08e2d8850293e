package faultline.grid5000;

import faultline.plan.BadInput;
import faultline.plan.Unavailable;
import faultline.plan.Yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds login and password where people already have them. They are never an option, and those in
 * files are for the testbed only: a fake gets what is in the environment.
 */
public final class Credentials {

    static final String USER = "G5K_USER";
    static final String PASSWORD = "G5K_PASSWORD";

    private static final List<String> FILES =
            List.of(".python-grid5000.yaml", ".restfully/api.grid5000.fr.yml", ".grid5000_api.yml");

    private final Path home;
    private final Map<String, String> environment;
    private final String host;
    private final Function<String, Optional<String>> prompt;

    /**
     * @param host the name of this machine
     * @param prompt asks for the password of a login, empty where nobody can be asked
     */
    Credentials(
            Path home,
            Map<String, String> environment,
            String host,
            Function<String, Optional<String>> prompt) {
        this.home = home;
        this.environment = environment;
        this.host = host;
        this.prompt = prompt;
    }

    /** Those of the user of this machine. */
    public static Credentials ofThisUser() {
        return new Credentials(
                Path.of(System.getProperty("user.home")),
                System.getenv(),
                hostName(),
                login ->
                        Optional.ofNullable(System.console())
                                .map(c -> c.readPassword("Grid'5000 password of %s: ", login))
                                .map(String::new));
    }

    /**
     * What to ask {@code api} with.
     *
     * @throws Unavailable where the testbed is asked from outside and nothing is found
     */
    public Access access(URI api) {
        var me = environment.getOrDefault(USER, System.getProperty("user.name"));
        var secret = environment.get(PASSWORD);
        if (environment.containsKey(USER) && secret != null)
            return new Access(api, me, Optional.of(secret), "environment");
        if (!Access.isTestbed(api)) return new Access(api, me, Optional.empty(), "no password");
        // On a frontend or a node the proxy knows who asks.
        if (isInside(host)) return new Access(api, me, Optional.empty(), "inside Grid'5000");
        for (var name : FILES) {
            var found = fromYaml(api, home.resolve(name));
            if (found.isPresent()) return found.get();
        }
        return fromNetrc(api)
                .or(() -> prompted(api))
                .orElseThrow(() ->
                        new Unavailable(
                                "no Grid'5000 login: looked at %s, ~/.netrc, %s and %s"
                                        .formatted(String.join(", ", FILES), USER, PASSWORD),
                                "write  username: …  and  password: …  into "
                                        + "~/.python-grid5000.yaml, then\n"
                                        + "chmod 600 ~/.python-grid5000.yaml"));
    }

    private Optional<Access> fromYaml(URI api, Path file) {
        var text = read(file);
        if (text.isBlank()) return Optional.empty();
        var map = Yaml.parse(file.toString(), text);
        if (!(map.get("username") instanceof String user)) return Optional.empty();
        if (map.get("password") == null) return Optional.empty();
        return Optional.of(
                new Access(api, user, Optional.of(map.get("password").toString()), checked(file)));
    }

    private Optional<Access> fromNetrc(URI api) {
        var file = home.resolve(".netrc");
        var words = List.of(read(file).replaceAll("(?m)^\\s*#.*$", "").strip().split("\\s+"));
        var start = -1;
        for (int i = 0; i + 1 < words.size(); i++)
            if (words.get(i).equals("machine") && words.get(i + 1).equals(api.getHost())) start = i;
        if (start < 0) return Optional.empty();
        String user = null;
        String password = null;
        for (int i = start + 2; i + 1 < words.size() && !isEntry(words.get(i)); i += 2) {
            if (words.get(i).equals("login")) user = words.get(i + 1);
            if (words.get(i).equals("password")) password = words.get(i + 1);
        }
        if (user == null || password == null) return Optional.empty();
        return Optional.of(new Access(api, user, Optional.of(password), checked(file)));
    }

    private static boolean isEntry(String word) {
        return word.equals("machine") || word.equals("default");
    }

    private Optional<Access> prompted(URI api) {
        if (!environment.containsKey(USER)) return Optional.empty();
        var user = environment.get(USER);
        return prompt.apply(user).map(word -> new Access(api, user, Optional.of(word), "prompt"));
    }

    /** A file with a password in it that others can read is refused. */
    private static String checked(Path file) {
        try {
            var open =
                    Files.getPosixFilePermissions(file).stream()
                            .anyMatch(permission -> !permission.name().startsWith("OWNER"));
            if (open) throw new BadInput("%s: others can read it; chmod 600 it".formatted(file));
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new Unavailable("%s cannot be read".formatted(file), "chmod 600 " + file);
        }
    }

    /** Whether this machine is one of the testbed's own, from where its nodes are reached. */
    public static boolean isInside() {
        return isInside(hostName());
    }

    private static boolean isInside(String host) {
        return host.endsWith("grid5000.fr");
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }
}
