package faultline.net;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The few calls of the C library that devices and namespaces need.
 *
 * <p>Every call answers what the C function answers, or −errno where that failed. Pointers go as
 * addresses, so that the calls of the fast path allocate nothing.
 */
final class Libc {

    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int ENXIO = 6;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int ENODEV = 19;

    static final int O_RDWR = 2;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;
    static final int CLONE_NEWNET = 0x40000000;
    static final int MS_BIND = 0x1000;
    static final int MNT_DETACH = 2;
    static final int PR_SET_PDEATHSIG = 1;
    static final int PR_SET_TIMERSLACK = 29;
    static final int SIGKILL = 9;
    static final short POLLIN = 1;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));
    private static final ThreadLocal<MemorySegment> CAPTURED =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE));

    private static final MethodHandle OPEN = plain("open", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle CLOSE = plain("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle READ =
            plain("read", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle WRITE =
            plain("write", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle POLL =
            plain("poll", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle IOCTL =
            variadic("ioctl", 2, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SOCKET =
            plain("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle EVENTFD = plain("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle UNSHARE = plain("unshare", JAVA_INT, JAVA_INT);
    private static final MethodHandle SETNS = plain("setns", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle GETTID = plain("gettid", JAVA_INT);
    private static final MethodHandle MOUNT =
            plain("mount", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle UMOUNT2 = plain("umount2", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle PRCTL =
            variadic("prctl", 1, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle STRERROR = plain("strerror", JAVA_LONG, JAVA_INT);

    private Libc() {}

    static int open(String path, int flags) {
        try (var arena = Arena.ofConfined()) {
            var state = CAPTURED.get();
            return result((int) OPEN.invokeExact(state, pointer(arena, path), flags), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int close(int descriptor) {
        try {
            var state = CAPTURED.get();
            return result((int) CLOSE.invokeExact(state, descriptor), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int read(int descriptor, long address, long bytes) {
        try {
            var state = CAPTURED.get();
            return result((int) (long) READ.invokeExact(state, descriptor, address, bytes), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int write(int descriptor, long address, long bytes) {
        try {
            var state = CAPTURED.get();
            return result((int) (long) WRITE.invokeExact(state, descriptor, address, bytes), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * @param descriptors struct pollfd[]: descriptor, events and returned events, 8 bytes each
     */
    static int poll(MemorySegment descriptors, int timeoutMillis) {
        try {
            var state = CAPTURED.get();
            var count = descriptors.byteSize() / 8;
            return result(
                    (int) POLL.invokeExact(state, descriptors.address(), count, timeoutMillis),
                    state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int ioctl(int descriptor, long request, long argument) {
        try {
            var state = CAPTURED.get();
            return result((int) IOCTL.invokeExact(state, descriptor, request, argument), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int socket(int family, int type, int protocol) {
        try {
            var state = CAPTURED.get();
            return result((int) SOCKET.invokeExact(state, family, type, protocol), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int eventfd() {
        try {
            var state = CAPTURED.get();
            return result((int) EVENTFD.invokeExact(state, 0, O_CLOEXEC | O_NONBLOCK), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Moves the calling thread into a new network namespace. */
    static int unshareNetwork() {
        try {
            var state = CAPTURED.get();
            return result((int) UNSHARE.invokeExact(state, CLONE_NEWNET), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Moves the calling thread into the network namespace that a descriptor names. */
    static int setNetwork(int descriptor) {
        try {
            var state = CAPTURED.get();
            return result((int) SETNS.invokeExact(state, descriptor, CLONE_NEWNET), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int threadId() {
        try {
            return (int) GETTID.invokeExact(CAPTURED.get());
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int bindMount(String source, String target) {
        try (var arena = Arena.ofConfined()) {
            var state = CAPTURED.get();
            var from = pointer(arena, source);
            var to = pointer(arena, target);
            return result((int) MOUNT.invokeExact(state, from, to, 0L, (long) MS_BIND, 0L), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Takes the topmost mount off a path, at once for whoever looks for it from now on. */
    static int unmount(String target) {
        try (var arena = Arena.ofConfined()) {
            var state = CAPTURED.get();
            var at = pointer(arena, target);
            return result((int) UMOUNT2.invokeExact(state, at, MNT_DETACH), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int prctl(int option, long argument) {
        try {
            var state = CAPTURED.get();
            return result((int) PRCTL.invokeExact(state, option, argument, 0L, 0L, 0L), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** What the C library says about an error. */
    static String message(int errno) {
        try {
            var text = (long) STRERROR.invokeExact(CAPTURED.get(), errno);
            return MemorySegment.ofAddress(text).reinterpret(1024).getString(0);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Passes a result on, and throws where it is an error that nobody expects. */
    static int require(int result, String doing) {
        if (result >= 0) return result;
        throw new IllegalStateException(doing + ": " + message(-result));
    }

    private static int result(int value, MemorySegment state) {
        return value >= 0 ? value : -(int) ERRNO.get(state, 0L);
    }

    private static long pointer(Arena arena, String text) {
        return arena.allocateFrom(text).address();
    }

    private static MethodHandle plain(String name, ValueLayout answer, ValueLayout... parameters) {
        return handle(name, FunctionDescriptor.of(answer, parameters));
    }

    /** Some processors pass what comes after the fixed parameters in another way. */
    private static MethodHandle variadic(
            String name, int fixed, ValueLayout answer, ValueLayout... parameters) {
        return handle(
                name,
                FunctionDescriptor.of(answer, parameters),
                Linker.Option.firstVariadicArg(fixed));
    }

    private static MethodHandle handle(
            String name, FunctionDescriptor shape, Linker.Option... options) {
        var all = new Linker.Option[options.length + 1];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = Linker.Option.captureCallState("errno");
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape, all);
    }

    private static IllegalStateException unexpected(Throwable e) {
        return new IllegalStateException("a call of the C library failed", e);
    }
}
