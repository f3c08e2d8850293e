///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//DEPS org.junit.platform:junit-platform-launcher:6.1.3
//DEPS org.assertj:assertj-core:3.27.7
//DEPS net.jqwik:jqwik:1.10.1
//DEPS io.fabric8:kubernetes-server-mock:7.8.0
//SOURCES ../lib/faultline/bench/package-info.java
//SOURCES ../lib/faultline/campaign/package-info.java
//SOURCES ../lib/faultline/kube/image/package-info.java
//SOURCES ../lib/faultline/kube/package-info.java
//SOURCES ../lib/faultline/model/package-info.java
//SOURCES ../lib/faultline/grid5000/fake/package-info.java
//SOURCES ../lib/faultline/net/package-info.java
//SOURCES ../lib/faultline/note/package-info.java
//SOURCES ../lib/faultline/run/package-info.java
//SOURCES ../lib/faultline/report/package-info.java
//SOURCES **/*.java

import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;

import org.junit.jupiter.api.ClassOrderer;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Names each class when it has run, and says why a test was skipped. */
class Shown implements TestExecutionListener {

    private final Map<String, Long> started = new ConcurrentHashMap<>();

    @Override
    public void executionStarted(TestIdentifier test) {
        started.put(test.getUniqueId(), System.nanoTime());
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        IO.println("skipped: " + test.getDisplayName() + ": " + reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.ABORTED)
            IO.println(
                    "skipped: %s: %s"
                            .formatted(
                                    test.getDisplayName(),
                                    result.getThrowable().map(Throwable::getMessage).orElse("?")));
        if (test.getSource().orElse(null) instanceof ClassSource)
            IO.println(
                    "%6.1f s  %s"
                            .formatted(
                                    (System.nanoTime() - started.get(test.getUniqueId())) / 1e9,
                                    test.getDisplayName()));
    }
}

/** Runs every test, or those whose class name contains the first argument. */
void main(String... arguments) throws Exception {
    var here = Path.of(Shown.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var wanted = arguments.length == 0 ? "" : Pattern.quote(arguments[0]);
    var request =
            LauncherDiscoveryRequestBuilder.request()
                    .selectors(selectClasspathRoots(Set.of(here)))
                    .filters(includeClassNamePatterns(".*" + wanted + ".*Test", ".*" + wanted))
                    .configurationParameter("jqwik.reporting.onlyfailures", "true")
                    .configurationParameter("jqwik.database", "")
                    // Classes beside each other, the methods of one after each other.
                    .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                    .configurationParameter(
                            "junit.jupiter.execution.parallel.mode.classes.default", "concurrent")
                    .configurationParameter(
                            "junit.jupiter.execution.parallel.config.executor-service",
                            "worker_thread_pool")
                    .configurationParameter(
                            "junit.jupiter.execution.parallel.config.strategy", "fixed")
                    .configurationParameter(
                            "junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
                    .configurationParameter(
                            "junit.jupiter.testclass.order.default",
                            ClassOrderer.OrderAnnotation.class.getName())
                    // What a test that failed has written shows why.
                    .configurationParameter(
                            "junit.jupiter.tempdir.cleanup.mode.default", "on_success")
                    .build();
    var summaries = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, summaries, new Shown());
    var summary = summaries.getSummary();
    summary.printFailuresTo(new PrintWriter(System.err), 20);
    var skipped =
            summary.getTestsSkippedCount()
                    + summary.getTestsAbortedCount()
                    + summary.getContainersSkippedCount()
                    + summary.getContainersAbortedCount();
    // A line of its own, whatever a library has left unfinished on the one before.
    IO.println(
            "%n%d passed, %d failed, %d skipped"
                    .formatted(
                            summary.getTestsSucceededCount(),
                            summary.getTotalFailureCount(),
                            skipped));
    System.exit(summary.getTotalFailureCount() == 0 && summary.getTestsFoundCount() > 0 ? 0 : 1);
}
