package io.github.keras4j.fit;

import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;

/** Rows of a tensor by index. */
public final class Rows {
    private Rows() {}

    /** Rows {@code order[from]} to {@code order[to - 1]}, as float64. */
    public static Tensor pick(Tensor tensor, long[] order, int from, int to) {
        int row = tensor.size() / tensor.shape().size(0);
        double[] picked = new double[(to - from) * row];
        for (int i = from; i < to; i++) {
            for (int k = 0; k < row; k++) {
                picked[(i - from) * row + k] = tensor.getDouble((int) order[i] * row + k);
            }
        }
        Shape shape = tensor.shape().with(0, to - from);
        return Tensor.wrap(shape, picked);
    }

    /** The place of the largest number of each row of the last axis; for one number, whether it is over a half. */
    public static int[] answers(Tensor tensor) {
        int cols = tensor.shape().rank() == 0 ? 1 : tensor.shape().size(-1);
        int[] answers = new int[tensor.size() / cols];
        for (int r = 0; r < answers.length; r++) {
            if (cols == 1) {
                answers[r] = tensor.getDouble(r) > 0.5 ? 1 : 0;
                continue;
            }
            for (int c = 1; c < cols; c++) {
                if (tensor.getDouble(r * cols + c) > tensor.getDouble(r * cols + answers[r])) {
                    answers[r] = c;
                }
            }
        }
        return answers;
    }
}
