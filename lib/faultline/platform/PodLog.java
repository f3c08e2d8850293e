package faultline.platform;

import java.util.List;

/** Reads what a pod prints, over its restarts: the measuring channel. */
public interface PodLog {

    /** The whole lines that came since the last call, oldest first. */
    List<String> poll();
}
