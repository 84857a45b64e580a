package io.github.keras4j.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/**
 * Losses of two trainings, update by update.
 *
 * @param compared how many updates were held to the tolerance
 * @param first the first update whose losses are too far apart, if any
 * @param worst the update with the greatest difference of those compared
 * @param steps every update, including those after the compared ones
 */
public record TrainingDivergence(int compared, Optional<Step> first, Optional<Step> worst, List<Step> steps) {
    /** The steps are copied. */
    public TrainingDivergence {
        steps = List.copyOf(steps);
    }

    /**
     * One update, counted from 1.
     *
     * @param java the loss in Java
     * @param python the loss in Python
     * @param allowed how far apart they may be
     */
    public record Step(int update, double java, double python, double allowed) {
        /** {@return {@code |java - python|}; 0 where both are the same infinity or NaN} */
        public double difference() {
            return Double.compare(java, python) == 0 ? 0 : Math.abs(java - python);
        }

        private boolean passes() {
            return difference() <= allowed;
        }
    }

    /** {@return whether no compared update differs by more than is allowed} */
    public boolean passes() {
        return first.isEmpty();
    }

    /**
     * Compares the first {@code updates} losses with what is allowed. Later losses are kept but not judged.
     *
     * @param allowed the difference allowed at an update, counted from 0
     */
    public static TrainingDivergence of(double[] java, double[] python, int updates, IntToDoubleFunction allowed) {
        Optional<Step> first = Optional.empty();
        Optional<Step> worst = Optional.empty();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < Math.min(java.length, python.length); i++) {
            Step step = new Step(i + 1, java[i], python[i], allowed.applyAsDouble(i));
            steps.add(step);
            if (i >= updates) {
                continue;
            }
            if (first.isEmpty() && !step.passes()) {
                first = Optional.of(step);
            }
            if (worst.isEmpty() || !(step.difference() <= worst.get().difference())) {
                worst = Optional.of(step);
            }
        }
        return new TrainingDivergence(updates, first, worst, steps);
    }

    /**
     * The first update, counted from 0, at which two runs of Keras differ by more than {@code limit}; the number of
     * updates if they never do.
     */
    public static int horizon(double[] one, double[] other, double limit) {
        int common = Math.min(one.length, other.length);
        for (int i = 0; i < common; i++) {
            if (!(Math.abs(one[i] - other[i]) <= limit)) {
                return i;
            }
        }
        return common;
    }
}
