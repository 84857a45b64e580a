package io.github.keras4j.model.dialect.weights;

import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.dialect.layers.Origin;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * What BatchNormalization divides by, on Theano before Keras 1.0.8: up to 1.0.6 {@code running_std + epsilon}, the
 * array holding a standard deviation, and in 1.0.7 {@code sqrt(running_std) + epsilon} (keras/backend/theano_backend.py,
 * batch_normalization; docs/keras1-quirks.md). The canonical layer divides by {@code sqrt(moving_variance + epsilon)},
 * so the variance is the one that makes the two equal.
 */
final class Keras1Deviations {
    private Keras1Deviations() {}

    static boolean appliesTo(Origin origin) {
        return origin.isTheano() && origin.kerasVersion().matches("1\\.0\\.[0-7]");
    }

    static List<Tensor> variances(Layer layer, List<Tensor> arrays, Origin origin) {
        if (!(layer instanceof Normalizing.BatchNormalization normalization) || normalization.perBatch()) {
            return arrays;
        }
        int last = arrays.size() - 1;
        double epsilon = normalization.epsilon();
        float[] values = arrays.get(last).toFloats();
        for (int i = 0; i < values.length; i++) {
            double deviation = (origin.kerasVersion().equals("1.0.7") ? Math.sqrt(values[i]) : values[i]) + epsilon;
            values[i] = (float) (deviation * deviation - epsilon);
        }
        List<Tensor> modern = new ArrayList<>(arrays);
        modern.set(last, Tensor.wrap(arrays.get(last).shape(), values));
        return modern;
    }
}
