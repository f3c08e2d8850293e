package faultline.kube;

/** The releases that this kit is written for; their definitions are what manifests are held to. */
final class Versions {
    static final String STRIMZI = "1.2.0";
    static final String KAFKA = "4.3.1";
    static final String MARIADB_OPERATOR = "26.6.0";
    static final String KEDA = "2.20.2";
    static final String CHAOS_MESH = "2.8.3";

    private Versions() {}
}
