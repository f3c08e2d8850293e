package faultline.chaos;

/**
 * One direction between two pods.
 *
 * @param from name of the pod that sends, or an address outside the stack
 * @param to name of the pod that receives, or an address outside the stack
 */
public record Link(String from, String to) {}
