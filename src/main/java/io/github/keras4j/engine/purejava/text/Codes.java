package io.github.keras4j.engine.purejava.text;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Value;
import java.util.Arrays;

/**
 * Indices as Keras's output modes write them (keras/src/utils/numerical_utils.py 3.15, encode_categorical_inputs). An
 * index outside the depth counts as none.
 */
final class Codes {
    private final String mode;
    private final int depth;
    private final float[] weights;

    /** @param weights by index, of output mode {@code tf_idf}; else empty */
    Codes(String mode, int depth, float... weights) {
        this.mode = mode;
        this.depth = depth;
        this.weights = weights;
    }

    boolean isInt() {
        return mode.equals("int");
    }

    /** The shape of encoded indices of that shape, whose last axis is the sample. */
    int[] shape(int... indices) {
        int rank = indices.length;
        if (isInt()) {
            return indices.clone();
        }
        if (mode.equals("one_hot")) {
            boolean append = rank < 2 || indices[rank - 1] != 1;
            int[] shape = append ? Arrays.copyOf(indices, rank + 1) : indices.clone();
            shape[shape.length - 1] = depth;
            return shape;
        }
        if (rank != 2) {
            throw new BindException("output_mode=" + mode + " takes (batch, tokens)");
        }
        return new int[] {indices[0], depth};
    }

    /** Something that tells the index of an element. */
    interface Index {
        int of(int element);
    }

    /** A step that encodes as many indices as the shape has. */
    Value bind(Index index, Binding binding, int... indices) {
        Value y = binding.value(shape(indices));
        int n = Value.product(indices, 0, indices.length);
        int perRow = mode.equals("one_hot") || isInt() ? 1 : indices[indices.length - 1];
        binding.step(() -> {
            Arrays.fill(y.data(), 0);
            for (int i = 0; i < n; i++) {
                put(index.of(i), i, i / perRow, y.data());
            }
            weigh(y.data());
        });
        return y;
    }

    /** Writes one index. */
    void put(int index, int element, int row, float[] target) {
        if (isInt()) {
            target[element] = index;
        } else if (index >= 0 && index < depth) {
            int at = row * depth + index;
            switch (mode) {
                case "count", "tf_idf" -> target[at]++;
                default -> target[at] = 1;
            }
        }
    }

    /** Multiplies the counts of all rows by the weights of their words. */
    void weigh(float[] target) {
        for (int i = 0; weights.length > 0 && i < target.length; i++) {
            target[i] *= weights[i % depth];
        }
    }
}
