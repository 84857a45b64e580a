package io.github.keras4j.fit;

import io.github.keras4j.errors.InputException;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Samples with their targets.
 *
 * @param x one array per input of the model, in its order, each {@code [samples, ...]}
 * @param y the targets of its outputs, in its order, each {@code [samples, ...]}
 * @param sampleWeight what each sample counts in the loss, {@code [samples]}; empty: every one counts 1
 */
public record DataSet(List<Tensor> x, List<Tensor> y, Optional<Tensor> sampleWeight) {
    /**
     * The lists are copied.
     *
     * @throws InputException when there are no samples, arrays differ in their number, or a number is NaN or infinite
     */
    public DataSet {
        x = List.copyOf(x);
        y = List.copyOf(y);
        if (x.isEmpty() || y.isEmpty()) {
            throw new InputException(
                    "A data set has at least one x and one y. Received: " + x.size() + " and " + y.size());
        }
        int samples = rows(x.get(0));
        if (samples == 0) {
            throw new InputException("A data set has at least one sample. Received: x of shape "
                    + x.get(0).shape());
        }
        List<Tensor> all = Stream.of(x, y, sampleWeight.stream().toList())
                .flatMap(List::stream)
                .toList();
        for (Tensor array : all) {
            if (rows(array) != samples) {
                throw new InputException("All arrays of a data set have as many rows. Received: " + samples + " and "
                        + rows(array) + " (shapes " + x.get(0).shape() + " and " + array.shape() + ")");
            }
        }
        for (int i = 0; i < x.size(); i++) {
            requireFinite(x.get(i), x.size() == 1 ? "x" : "x[" + i + "]");
        }
        for (int i = 0; i < y.size(); i++) {
            requireFinite(y.get(i), y.size() == 1 ? "y" : "y[" + i + "]");
        }
        sampleWeight.ifPresent(weights -> {
            if (weights.size() != samples) {
                throw new InputException(
                        "Sample weights are one number per sample. Received: shape " + weights.shape());
            }
            requireFinite(weights, "sample_weight");
        });
    }

    /** A data set of one input and one output whose samples all count 1. */
    public static DataSet of(Tensor x, Tensor y) {
        return new DataSet(List.of(x), List.of(y), Optional.empty());
    }

    /** How many samples there are. */
    public int samples() {
        return rows(x.get(0));
    }

    /**
     * Some of the samples.
     *
     * @param from the first, from 0
     * @param to the one after the last
     */
    public DataSet rows(int from, int to) {
        return new DataSet(
                x.stream().map(array -> array.rows(from, to)).toList(),
                y.stream().map(array -> array.rows(from, to)).toList(),
                sampleWeight.map(array -> array.rows(from, to)));
    }

    /** The same samples with other weights. */
    DataSet withSampleWeight(Tensor weights) {
        return new DataSet(x, y, Optional.of(weights));
    }

    private static int rows(Tensor array) {
        return array.shape().rank() == 0 ? 0 : array.shape().size(0);
    }

    private static void requireFinite(Tensor array, String name) {
        if (array.dtype() == DType.STRING) {
            throw new InputException("Training takes numbers, labels from 0 on. Received: texts in " + name
                    + ", the first is '" + array.getString(0) + "'");
        }
        if (!array.dtype().isFloating()) {
            return;
        }
        int row = Math.max(1, array.size() / Math.max(1, rows(array)));
        for (int i = 0; i < array.size(); i++) {
            if (!Double.isFinite(array.getDouble(i))) {
                throw new InputException("Training takes finite numbers. Received: " + array.getDouble(i) + " in "
                        + name + ", row " + i / row);
            }
        }
    }
}
