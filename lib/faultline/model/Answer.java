package faultline.model;

import java.util.ArrayList;
import java.util.List;

/** One line of a bill of materials: a number with its chain of formulas, or what is missing. */
public sealed interface Answer {

    /** What is sized: {@code brokers}, {@code disk of all brokers}. */
    String what();

    /** For people: the result first, then how it came about. */
    List<String> lines();

    /**
     * @param number what to provide
     * @param needed the need that it covers, before rounding and spares
     * @param chain formulas with the numbers in them, one a line
     */
    record Sized(String what, String unit, double number, Estimate needed, List<String> chain)
            implements Answer {

        public Sized {
            chain = List.copyOf(chain);
        }

        @Override
        public List<String> lines() {
            var lines = new ArrayList<String>();
            lines.add(
                    "%s: %s; needed: %s"
                            .formatted(
                                    what, (Written.number(number) + " " + unit).strip(), needed));
            chain.forEach(line -> lines.add("  " + line));
            return lines;
        }
    }

    /**
     * @param why what is missing, a whole sentence
     * @param wanted which runs would provide it, a whole sentence
     */
    record Missing(String what, String why, String wanted) implements Answer {

        @Override
        public List<String> lines() {
            return List.of(what + ": cannot be said. " + why, "  " + wanted);
        }
    }
}
