package faultline;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.parallel.ResourceLock;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Starts a stack of three: such tests come first, because they take longest, and one after the
 * other, because two of them would share the cores; the others run beside them.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Order(1)
@ResourceLock("the cores of this machine")
public @interface RealStack {}
