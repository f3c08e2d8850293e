package faultline.bench;

import faultline.report.Report;

import java.io.IOException;
import java.nio.file.Path;

/** Writes the report of a sweep in a JVM that has written none, and prints seconds and MiB. */
final class Reporting {

    private Reporting() {}

    /** Takes the folder. */
    public static void main(String[] arguments) throws IOException {
        var began = System.nanoTime();
        Report.write(Path.of(arguments[0]));
        var seconds = (System.nanoTime() - began) / 1e9;
        IO.println(seconds + " " + Child.peakMebibytes());
    }
}
