package faultline.stack;

import java.util.Map;

/**
 * One pod as it is meant to be.
 *
 * @param name {@code kafka-0}, {@code consumer-mariadb-0}
 * @param ordinal counts from 0 within the pods that do the same
 * @param labels {@code app}, and for a consumer {@code sink}
 */
public record PodSpec(String name, Component component, int ordinal, Map<String, String> labels) {}
