package faultline.net;

/**
 * A pod's place in the network.
 *
 * @param address that it listens on and is reached at; stays while the network exists
 * @param namespace where its processes are to run
 */
public record NetworkPod(String name, String address, Namespace namespace) {}
