package faultline.bench;

import faultline.check.Checker;

import java.io.IOException;
import java.nio.file.Path;

/** Judges a journal of {@link BigJournal} and prints seconds and MiB. */
final class Accounting {

    private Accounting() {}

    /** Takes the folder and the number of messages; ends with 1 where it finds other losses. */
    public static void main(String[] arguments) throws IOException {
        var began = System.nanoTime();
        var accounting = Checker.check(Path.of(arguments[0])).accounting().orElseThrow();
        var seconds = (System.nanoTime() - began) / 1e9;
        var found = accounting.topic().orElseThrow().lost().count();
        if (found != Integer.parseInt(arguments[1]) / BigJournal.LOST_EVERY + 1) System.exit(1);
        IO.println(seconds + " " + Child.peakMebibytes());
    }
}
