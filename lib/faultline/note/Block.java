package faultline.note;

import java.util.Optional;

/**
 * A {@code java} block of a notebook.
 *
 * @param line of its first line of Java in the file
 * @param isHidden {@code hide}: the page shows only what comes of it
 * @param condition {@code if=…}: a Java expression without blanks; where it is false the block is
 *     left out, and the page says so
 */
record Block(int line, String source, boolean isHidden, Optional<String> condition) {}
