package faultline.model;

import java.util.ArrayList;
import java.util.List;

/** Measurements that others have published with the fits they got. */
final class Published {

    /** A Cisco benchmark, the example of usl4j: workers 1 to 32 and what they carried. */
    static final List<Observation> CISCO =
            fromOne(
                    955.16, 1878.91, 2688.01, 3548.68, 4315.54, 5130.43, 5931.37, 6531.08, 7219.8,
                    7867.61, 8278.71, 8646.7, 9047.84, 9426.55, 9645.37, 9897.24, 10097.6, 10240.5,
                    10532.39, 10798.52, 11151.43, 11518.63, 11806, 12089.37, 12075.41, 12177.29,
                    12211.41, 12158.93, 12155.27, 12118.04, 12140.4, 12074.39);

    /** SPEC SDM91 of 1991, the example of R's package usl. */
    static final List<Observation> SDM91 =
            List.of(
                    run(1, 64.9),
                    run(18, 995.9),
                    run(36, 1652.4),
                    run(72, 1853.2),
                    run(108, 1828.9),
                    run(144, 1775.0),
                    run(216, 1702.2));

    static final Usl CISCO_USL = new Usl(995.6486, 0.02671591, 7.690945e-4);

    private Published() {}

    static Observation run(double size, double msgPerS) {
        return new Observation(size, msgPerS, 1);
    }

    private static List<Observation> fromOne(double... values) {
        var runs = new ArrayList<Observation>();
        for (int i = 0; i < values.length; i++) runs.add(run(i + 1, values[i]));
        return runs;
    }
}
