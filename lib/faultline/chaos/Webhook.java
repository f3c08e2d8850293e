package faultline.chaos;

import faultline.plan.Durations;

import java.time.Duration;
import java.util.List;

/** What the webhook of Chaos Mesh asks for beyond its schema, of the kinds that only it runs. */
final class Webhook {

    private static final List<String> IO_METHODS =
            List.of(
                    "lookup",
                    "forget",
                    "getattr",
                    "setattr",
                    "readlink",
                    "mknod",
                    "mkdir",
                    "unlink",
                    "rmdir",
                    "symlink",
                    "rename",
                    "link",
                    "open",
                    "read",
                    "write",
                    "flush",
                    "release",
                    "fsync",
                    "opendir",
                    "readdir",
                    "releasedir",
                    "fsyncdir",
                    "statfs",
                    "setxattr",
                    "getxattr",
                    "listxattr",
                    "removexattr",
                    "access",
                    "create",
                    "getlk",
                    "setlk",
                    "bmap");

    private static final List<String> CLOCKS =
            List.of(
                    "CLOCK_REALTIME",
                    "CLOCK_MONOTONIC",
                    "CLOCK_PROCESS_CPUTIME_ID",
                    "CLOCK_THREAD_CPUTIME_ID",
                    "CLOCK_MONOTONIC_RAW",
                    "CLOCK_REALTIME_COARSE",
                    "CLOCK_MONOTONIC_COARSE",
                    "CLOCK_BOOTTIME",
                    "CLOCK_REALTIME_ALARM",
                    "CLOCK_BOOTTIME_ALARM");

    private static final List<String> HTTP_METHODS =
            List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "CONNECT");

    private static final String DURATION = "a duration, as 300ms or 1h30m";

    private Webhook() {}

    static void check(String kind, Fields spec) {
        switch (kind) {
            case "IOChaos" -> io(spec);
            case "TimeChaos" -> time(spec);
            case "DNSChaos" -> dns(spec);
            case "HTTPChaos" -> http(spec);
            case "JVMChaos" -> jvm(spec);
            case "BlockChaos" -> block(spec);
            case "AWSChaos" -> {
                if (spec.text("action", "").equals("detach-volume"))
                    needs(spec, "volumeID", "deviceName");
            }
            case "AzureChaos" -> {
                if (spec.text("action", "").equals("disk-detach")) {
                    needs(spec, "diskName");
                    if (!spec.has("lun")) throw spec.wrong("lun", "the number of the disk");
                }
            }
            case "GCPChaos" -> {
                if (spec.text("action", "").equals("disk-loss")
                        && spec.texts("deviceNames").isEmpty())
                    throw spec.wrong("deviceNames", "one device at least with disk-loss");
            }
            case "PhysicalMachineChaos" -> physicalMachine(spec);
            default -> {} // the schema says everything
        }
    }

    private static void io(Fields spec) {
        var action = spec.text("action", "");
        var percent = spec.wholeNumber("percent", 0, 100);
        if (percent > 100) throw spec.wrong("percent", "a whole number from 0 to 100");
        oneOf(spec, "methods", IO_METHODS);
        switch (action) {
            case "latency" -> duration(spec, "delay");
            case "fault" -> {
                if (spec.wholeNumber("errno", 1, 0) == 0)
                    throw spec.wrong("errno", "the number of an error, as 5, with action fault");
            }
            case "attrOverride" -> spec.child("attr");
            default -> spec.child("mistake");
        }
    }

    private static void time(Fields spec) {
        if (duration(spec, "timeOffset").isZero())
            throw spec.wrong("timeOffset", "an offset that is not 0, as -10m");
        oneOf(spec, "clockIds", CLOCKS);
    }

    private static void dns(Fields spec) {
        var patterns = spec.texts("patterns");
        for (int i = 0; i < patterns.size(); i++) {
            var star = patterns.get(i).indexOf('*');
            if (patterns.get(i).isEmpty() || star >= 0 && star < patterns.get(i).length() - 1)
                throw spec.wrong(
                        "patterns",
                        i,
                        "\"" + patterns.get(i) + "\"",
                        "a name with ? anywhere and * only at the end");
        }
    }

    private static void http(Fields spec) {
        if (spec.wholeNumber("port", 1, 0) == 0) throw spec.wrong("port", "a port from 1");
        if (spec.text("target", "").equals("Request")
                && spec.has("method")
                && !HTTP_METHODS.contains(spec.text("method", "")))
            throw spec.wrong("method", String.join(", ", HTTP_METHODS));
        if (OtherChaos.httpActions(spec).isEmpty())
            throw spec.wrong(
                    "abort", "abort, delay, replace or patch: without one nothing happens");
        if (spec.has("delay")) duration(spec, "delay");
    }

    private static void jvm(Fields spec) {
        var action = spec.text("action", "");
        switch (action) {
            case "stress" -> {
                var cpu = spec.wholeNumber("cpuCount", 0, 0) > 0;
                if (cpu == spec.has("memType"))
                    throw spec.wrong("cpuCount", "either cpuCount or memType with stress");
                if (!cpu && !List.of("stack", "heap").contains(spec.text("memType", "")))
                    throw spec.wrong("memType", "stack, heap");
            }
            case "exception" -> needs(spec, "class", "method", "exception");
            case "return" -> needs(spec, "class", "method", "returnValue");
            case "latency" -> {
                needs(spec, "class", "method");
                if (spec.wholeNumber("latency", 1, 0) == 0)
                    throw spec.wrong("latency", "milliseconds from 1");
            }
            case "ruleData" -> needs(spec, "ruleData");
            case "mysql" -> {
                needs(spec, "mysqlConnectorVersion");
                if (!List.of("5", "8").contains(spec.text("mysqlConnectorVersion", "")))
                    throw spec.wrong("mysqlConnectorVersion", "5, 8");
                if (spec.wholeNumber("latency", 0, 0) == 0) needs(spec, "exception");
            }
            default -> {} // gc needs nothing
        }
    }

    private static void block(Fields spec) {
        var delay = spec.child("delay");
        duration(delay, "latency");
        if (delay.has("jitter")) duration(delay, "jitter");
        delay.percent("correlation", 0);
    }

    private static void physicalMachine(Fields spec) {
        var action = spec.text("action", "");
        Mode.read(spec);
        spec.child(action);
        if (spec.texts("address").isEmpty() && !spec.has("selector"))
            throw spec.wrong("address", "one address at least, or a selector");
    }

    private static Duration duration(Fields fields, String key) {
        return Durations.parse(fields.text(key, DURATION))
                .orElseThrow(() -> fields.wrong(key, DURATION));
    }

    private static void needs(Fields spec, String... keys) {
        for (var key : keys)
            if (spec.optionalText(key).orElse("").isEmpty())
                throw spec.wrong(key, "a text, with action " + spec.text("action", ""));
    }

    private static void oneOf(Fields spec, String key, List<String> choices) {
        var texts = spec.texts(key);
        for (int i = 0; i < texts.size(); i++)
            if (!choices.contains(texts.get(i)))
                throw spec.wrong(key, i, "\"" + texts.get(i) + "\"", String.join(", ", choices));
    }
}
