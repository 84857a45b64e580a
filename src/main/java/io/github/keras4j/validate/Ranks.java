package io.github.keras4j.validate;

import io.github.keras4j.tensor.Tensor;

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
        for (int i = 0; i < classes; i++) {
            if (place(a, at, classes, i) < count != place(b, at, classes, i) < count) {
                return false;
            }
        }
        return true;
    }
}
