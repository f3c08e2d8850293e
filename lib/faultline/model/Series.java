package faultline.model;

/** Numbers a second, none of which may be missing: a missing scrape is not a lag of zero. */
final class Series {

    private Series() {}

    static void complete(double[] perSecond) {
        for (int i = 0; i < perSecond.length; i++)
            if (!Double.isFinite(perSecond[i]))
                throw new Unanswerable(
                        "Nothing is known of second %d.".formatted(i),
                        "Leave the run out, or cut it where the gap is.");
    }

    /**
     * Means of equal stretches, at most {@code most} of them; what is left over at the start goes.
     */
    static double[] thinned(double[] perSecond, int most) {
        int width = Math.ceilDiv(perSecond.length, most);
        var thinned = new double[perSecond.length / width];
        int skipped = perSecond.length % width;
        for (int i = 0; i < thinned.length * width; i++)
            thinned[i / width] += perSecond[i + skipped] / width;
        return thinned;
    }
}
