package faultline.chart;

import java.util.ArrayList;
import java.util.List;

/** Where an axis has its numbers: 1, 2 or 5 times a power of ten. */
final class Ticks {

    private static final double[] NICE = {1, 2, 5};
    private static final double ROUNDING = 1e-9;

    private Ticks() {}

    /** Equal steps, at most {@code atMost} numbers, both ends included where they are one. */
    static List<Double> linear(double from, double to, int atMost) {
        var power = Math.pow(10, Math.floor(Math.log10((to - from) / atMost)));
        for (; ; power *= 10)
            for (var nice : NICE) {
                var step = nice * power;
                var ticks = new ArrayList<Double>();
                for (var i = Math.ceil(from / step - ROUNDING);
                        i * step <= to + step * ROUNDING;
                        i++) ticks.add(i * step + 0.0);
                if (ticks.size() <= atMost) return ticks;
            }
    }

    /**
     * Powers of ten; with 2 and 5 times them where there are few, every n-th where there are many.
     */
    static List<Double> logarithmic(double from, double to, int atMost) {
        var decades = new ArrayList<Double>();
        var fine = new ArrayList<Double>();
        for (int i = (int) Math.floor(Math.log10(from)); Math.pow(10, i) <= to * 1.001; i++)
            for (var nice : NICE) {
                var tick = nice * Math.pow(10, i);
                if (tick < from * 0.999 || tick > to * 1.001) continue;
                fine.add(tick);
                if (nice == 1) decades.add(tick);
            }
        if (decades.size() < 3 && fine.size() <= atMost + 1) return fine;
        var every = Math.max(1, (decades.size() + atMost - 1) / atMost);
        var ticks = new ArrayList<Double>();
        for (int i = 0; i < decades.size(); i += every) ticks.add(decades.get(i));
        return ticks;
    }

    /** The largest 1, 2 or 5 times a power of ten that is not above {@code value}. */
    static double below(double value) {
        var power = Math.pow(10, Math.floor(Math.log10(value)));
        var below = power;
        for (var nice : NICE) if (nice * power <= value * (1 + ROUNDING)) below = nice * power;
        return below;
    }

    /** The smallest 1, 2 or 5 times a power of ten that is not below {@code value}. */
    static double above(double value) {
        var power = Math.pow(10, Math.floor(Math.log10(value)));
        for (var nice : NICE) if (nice * power >= value * (1 - ROUNDING)) return nice * power;
        return 10 * power;
    }
}
