package io.github.keras4j.validate;

import io.github.keras4j.compare.Tolerance;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares one output of one engine with Python's, batch by batch, in constant memory. */
final class OutputComparison {
    private final String name;
    private final Task task;
    private final Tolerance tolerance;
    private final int topK;
    private final int mostFlips;
    private final Spread absolute = new Spread();
    private final Spread relative = new Spread();
    private final Spread ulps = new Spread();
    private final List<Validation.Flip> flips = new ArrayList<>();
    private Optional<Validation.Worst> worst = Optional.empty();
    private double worstDifference;
    private long outside;
    private long decisions;
    private long flipped;
    private long topChanged;
    private boolean ranks;

    OutputComparison(String name, Task task, Tolerance tolerance, int topK, int mostFlips) {
        this.name = name;
        this.task = task;
        this.tolerance = tolerance;
        this.topK = topK;
        this.mostFlips = mostFlips;
    }

    /** @param row the number of the batch's first row, from 0 */
    void add(Tensor java, Tensor python, @Nullable Tensor target, long row) {
        if (java.dtype() == DType.STRING || python.dtype() == DType.STRING) {
            throw new InputException("output '" + name + "' has strings, which are not validated. Received: " + java);
        }
        if (java.size() != python.size()) {
            throw new InputException("output '" + name + "' has the shape " + java.shape()
                    + ". Received: Python's answers of shape " + python.shape() + " at row " + row);
        }
        int rows = Math.max(1, java.shape().size(0));
        int size = Math.max(1, java.size() / rows);
        values(java, python, size, row);
        if (task == Task.CLASSES && java.shape().size(-1) > 1) {
            classes(java, python, target, size, row);
        } else if (task == Task.YES_NO) {
            yesAndNo(java, python, target, size, row);
        }
    }

    private void values(Tensor java, Tensor python, int size, long row) {
        int zeros = 0;
        int n = java.size();
        for (int i = 0; i < n; i++) {
            double a = java.getDouble(i);
            // recorded as text or in float64: the nearest float is what Keras gave
            double b = java.dtype() == DType.FLOAT32 ? (float) python.getDouble(i) : python.getDouble(i);
            if (a == b) {
                zeros++;
                continue;
            }
            boolean same = Double.compare(a, b) == 0;
            double difference = same ? 0 : Math.abs(a - b);
            difference = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
            outside += tolerance.allows(a, b) ? 0 : 1;
            absolute.add(difference);
            if (b != 0) {
                relative.add(Double.isInfinite(difference) ? difference : difference / Math.abs(b));
            }
            ulps.add(Double.isInfinite(difference) ? difference : steps((float) a, (float) b));
            if (difference > worstDifference) {
                worstDifference = difference;
                worst = Optional.of(new Validation.Worst(row + i / size, a, b));
            }
        }
        absolute.addZeros(zeros);
        relative.addZeros(zeros);
        ulps.addZeros(zeros);
    }

    private static long steps(float a, float b) {
        return Math.abs((long) ordered(a) - ordered(b));
    }

    /** Floats in their order as integers in theirs. */
    private static int ordered(float value) {
        int bits = Float.floatToRawIntBits(value);
        return bits < 0 ? Integer.MIN_VALUE - bits : bits;
    }

    private void classes(Tensor java, Tensor python, @Nullable Tensor target, int size, long row) {
        int classes = java.shape().size(-1);
        ranks = classes > topK;
        int places = java.size() / classes;
        for (int i = 0; i < places; i++) {
            int at = i * classes;
            int own = Ranks.largest(java, at, classes);
            int wanted = Ranks.largest(python, at, classes);
            decisions++;
            if (own != wanted) {
                flipped++;
                flip(
                        row + (long) at / size,
                        own,
                        java.getDouble(at + own),
                        wanted,
                        python.getDouble(at + wanted),
                        target == null
                                ? Optional.empty()
                                : Optional.of(
                                        target.size() == places
                                                ? (int) target.getLong(i)
                                                : Ranks.largest(target, at, classes)));
            }
            if (ranks && !Ranks.sameTop(java, python, at, classes, topK)) {
                topChanged++;
            }
        }
    }

    private void yesAndNo(Tensor java, Tensor python, @Nullable Tensor target, int size, long row) {
        for (int i = 0; i < java.size(); i++) {
            double a = java.getDouble(i);
            double b = python.getDouble(i);
            decisions++;
            if (a > 0.5 != b > 0.5) {
                flipped++;
                flip(
                        row + i / size,
                        a > 0.5 ? 1 : 0,
                        a,
                        b > 0.5 ? 1 : 0,
                        b,
                        target == null ? Optional.empty() : Optional.of(target.getDouble(i) > 0.5 ? 1 : 0));
            }
        }
    }

    private void flip(long row, int java, double javaScore, int python, double pythonScore, Optional<Integer> target) {
        if (flips.size() < mostFlips) {
            flips.add(new Validation.Flip(row, java, javaScore, python, pythonScore, target));
        }
    }

    Task task() {
        return task;
    }

    Validation.OutputResult result() {
        return new Validation.OutputResult(
                name,
                task,
                absolute.count(),
                outside,
                worst,
                absolute,
                relative,
                ulps,
                decisions,
                flipped,
                ranks ? topK : 0,
                topChanged,
                List.copyOf(flips));
    }
}
