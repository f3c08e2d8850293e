package faultline.kube;

import faultline.platform.Endpoints;

import java.util.Optional;

/** How this machine reaches the engines of a cluster. */
interface Ways extends AutoCloseable {

    /** A way to every engine, with what its clients must log in with. */
    Endpoints endpoints();

    /** A way to a port of an engine; empty for what is none. */
    Optional<String> find(String pod, int port);

    @Override
    void close();
}
