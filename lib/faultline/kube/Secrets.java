package faultline.kube;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/** What is drawn at deploy because no operator draws it. */
final class Secrets {

    private static final int BYTES = 24;

    private Secrets() {}

    /** A new Secret for InfluxDB's first user. */
    static Resource influxdb() {
        return InfluxdbManifests.secret(Map.of("password", draw(), "token", draw()));
    }

    private static String draw() {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
