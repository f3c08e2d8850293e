package faultline.chaos;

import java.util.Optional;

/** Makes one request of a status check. */
public interface Asker {

    /** Why the answer is no success; empty where it is one. Never throws. */
    Optional<String> problem(HttpCheck check);
}
