package io.github.keras4j.metrics;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Tensor;
import java.util.Optional;

/**
 * One output's targets and answers of a batch, as rows along the last axis.
 *
 * @param target {@code [rows * columns]}, or one class per row where it is sparse
 * @param answer {@code [rows * columns]}
 * @param rows rows of the batch: samples, or steps of samples
 * @param columns elements of a row
 * @param samples how many samples
 * @param sparse whether a row's target is one number for several answers
 * @param weights what each row counts; empty: all count 1
 * @param single whether answers are float32
 */
record Batch(
        double[] target,
        double[] answer,
        int rows,
        int columns,
        int samples,
        boolean sparse,
        Optional<double[]> weights,
        boolean single) {

    /**
     * @param counts what each sample counts
     * @param mask which rows count
     */
    static Batch of(Tensor target, Tensor answer, Optional<Tensor> counts, Optional<Tensor> mask) {
        int columns = answer.shape().rank() == 1 ? 1 : answer.shape().size(-1);
        int rows = answer.size() / columns;
        int samples = answer.shape().size(0);
        boolean sparse = target.size() != answer.size();
        if (sparse && target.size() != rows) {
            throw new Keras4jException("A metric takes targets of the output's shape, or one class per row. Received: "
                    + target.shape() + " for " + answer.shape());
        }
        Optional<double[]> weights = Optional.empty();
        if (counts.isPresent() || mask.isPresent()) {
            double[] each = new double[rows];
            for (int r = 0; r < rows; r++) {
                double own = counts.isEmpty()
                        ? 1
                        : counts.get().getDouble((int) ((long) r * counts.get().size() / rows));
                each[r] = mask.isPresent() && mask.get().getLong(r) == 0 ? 0 : own;
            }
            weights = Optional.of(each);
        }
        boolean single = answer.dtype() == DType.FLOAT32;
        return new Batch(target.toDoubles(), answer.toDoubles(), rows, columns, samples, sparse, weights, single);
    }

    double weight(int row) {
        return weights.isEmpty() ? 1 : weights.get()[row];
    }

    /** A row's targets, one-hot where they are sparse. */
    double[] targets(int row) {
        double[] result = new double[columns];
        if (sparse) {
            int wanted = (int) target[row];
            if (wanted >= 0 && wanted < columns) {
                result[wanted] = 1;
            }
        } else {
            System.arraycopy(target, row * columns, result, 0, columns);
        }
        return result;
    }

    double[] answers(int row) {
        double[] result = new double[columns];
        System.arraycopy(answer, row * columns, result, 0, columns);
        return result;
    }

    /** The index of a row's largest element, the first of equal ones. */
    static int largest(double[] values, int from, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            best = values[from + i] > values[from + best] ? i : best;
        }
        return best;
    }
}
