package faultline.load;

import com.influxdb.exceptions.InfluxException;

import faultline.plan.BadInput;

import org.apache.kafka.common.KafkaException;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How a pod starts and ends: SIGTERM asks it to end soon, an error ends it with one clear line. */
final class Program {

    /** What a pod does until it is done or asked to stop. */
    interface Body {
        void run(Settings settings, Program program) throws Exception;
    }

    private static final long PATIENCE_SECONDS = 10;

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean stopping;
    private volatile Runnable wake = () -> {};

    private Program() {}

    /** Runs {@code body} with the settings of the environment, then ends the process. */
    static void run(Body body) {
        // Diagnostics go to stderr; what Kafka's client says about each connection is not one.
        if (System.getProperty("org.slf4j.simpleLogger.defaultLogLevel") == null)
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        var program = new Program();
        Runtime.getRuntime().addShutdownHook(new Thread(program::stop, "stop"));
        var code = 0;
        try {
            body.run(new Settings(System.getenv()), program);
        } catch (BadInput | IOException | SQLException | KafkaException | InfluxException e) {
            System.err.println(sentence(e));
            code = 1;
        } catch (Throwable e) {
            e.printStackTrace();
            code = 1;
        }
        program.finished.countDown();
        System.exit(code);
    }

    boolean stopping() {
        return stopping;
    }

    /** What brings the program out of a wait when it is asked to stop. */
    void onStop(Runnable wake) {
        this.wake = wake;
        if (stopping) wake.run();
    }

    private void stop() {
        if (finished.getCount() == 0) return;
        stopping = true;
        wake.run();
        try {
            finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String sentence(Throwable error) {
        var sentence = new StringBuilder(String.valueOf(error.getMessage()));
        for (var cause = error.getCause(); cause != null; cause = cause.getCause())
            if (cause.getMessage() != null && sentence.indexOf(cause.getMessage()) < 0)
                sentence.append(": ").append(cause.getMessage());
        return sentence.toString().replace('\n', ' ');
    }
}
