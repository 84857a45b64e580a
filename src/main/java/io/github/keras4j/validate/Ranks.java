package io.github.keras4j.validate;

import io.github.keras4j.tensor.Tensor;
import java.util.Arrays;

/** The order of scores. Of equal scores the first is the greater, as in numpy's argmax. */
final class Ranks {
    private Ranks() {}

    static int largest(Tensor scores, int at, int classes) {
        int best = 0;
        double most = scores.getDouble(at);
        for (int i = 1; i < classes; i++) {
            double score = scores.getDouble(at + i);
            if (score > most) {
                best = i;
                most = score;
            }
        }
        return best;
    }

    /** How many classes come before that one. */
    static int place(Tensor scores, int at, int classes, int wanted) {
        if (wanted < 0 || wanted >= classes) {
            return classes;
        }
        double score = scores.getDouble(at + wanted);
        int before = 0;
        for (int i = 0; i < classes; i++) {
            double other = scores.getDouble(at + i);
            before += other > score || other == score && i < wanted ? 1 : 0;
        }
        return before;
    }

    /** Whether the same classes are the first so many. */
    static boolean sameTop(Tensor a, Tensor b, int at, int classes, int count) {
        long[] marks = new long[classes + 63 >> 6];
        mark(a, at, classes, count, marks);
        long[] others = new long[marks.length];
        mark(b, at, classes, count, others);
        return Arrays.equals(marks, others);
    }

    private static void mark(Tensor scores, int at, int classes, int count, long[] marks) {
        for (int taken = 0; taken < count; taken++) {
            int best = -1;
            double most = 0;
            for (int i = 0; i < classes; i++) {
                double score = scores.getDouble(at + i);
                if ((marks[i >> 6] & 1L << i) == 0 && (best < 0 || score > most)) {
                    best = i;
                    most = score;
                }
            }
            marks[best >> 6] |= 1L << best;
        }
    }
}
