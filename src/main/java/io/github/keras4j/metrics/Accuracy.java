package io.github.keras4j.metrics;

import io.github.keras4j.tensor.Tensor;
import java.util.Optional;

/**
 * The share of right answers: elements on the target's side of 0.5 (one unit, or a binary cross-entropy), else rows
 * whose largest element is the target's class.
 */
final class Accuracy implements Metric {
    private final boolean binary;
    private double right;
    private double counted;

    Accuracy(boolean binary) {
        this.binary = binary;
    }

    @Override
    public void add(Tensor target, Tensor answer, Optional<Tensor> weights) {
        int cols = answer.shape().rank() == 1 ? 1 : answer.shape().size(-1);
        boolean byElement = binary || cols == 1;
        int answers = byElement ? answer.size() : answer.size() / cols;
        boolean sparse = !byElement && target.size() == answers;
        int perSample = answers / answer.shape().size(0);
        for (int i = 0; i < answers; i++) {
            boolean same;
            if (byElement) {
                same = answer.getDouble(i) > 0.5 == target.getDouble(i) > 0.5;
            } else {
                int said = largest(answer, i * cols, cols);
                same = said == (sparse ? target.getLong(i) : largest(target, i * cols, cols));
            }
            double weight = weights.isPresent() ? weights.get().getDouble(i / perSample) : 1;
            right += same ? weight : 0;
            counted += weight;
        }
    }

    private static int largest(Tensor values, int at, int cols) {
        int best = 0;
        for (int i = 1; i < cols; i++) {
            if (values.getDouble(at + i) > values.getDouble(at + best)) {
                best = i;
            }
        }
        return best;
    }

    @Override
    public double result() {
        return counted == 0 ? 0 : right / counted;
    }

    @Override
    public void reset() {
        right = 0;
        counted = 0;
    }
}
