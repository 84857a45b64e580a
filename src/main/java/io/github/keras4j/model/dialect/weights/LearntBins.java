package io.github.keras4j.model.dialect.weights;

import io.github.keras4j.errors.MalformedArchiveException;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;

/**
 * From what an adapted Discretization of tf.keras stores to its boundaries: a summary of two rows, values and how many
 * numbers each stands for (layers/preprocessing/discretization.py 2.15, get_bin_boundaries). tf.keras computes them anew
 * when it loads an {@code .h5}, and does not when it loads a {@code .keras}.
 */
final class LearntBins {
    private LearntBins() {}

    /** @throws MalformedArchiveException when it is no summary */
    static Tensor boundaries(Layer layer, Tensor summary) {
        int bins = layer instanceof Preprocessing.Discretization its ? its.numBins() : 0;
        Shape shape = summary.shape();
        if (shape.rank() != 2 || shape.size(0) != 2 || shape.size(1) < 1 || bins < 1) {
            throw new MalformedArchiveException("Layer '" + layer.name() + "' (" + layer.className()
                    + "): it has no summary of what it was adapted to. Received: an array of shape " + shape
                    + ", num_bins=" + bins + ". Save the model again.");
        }
        int count = shape.size(1);
        double step = 1.0 / bins;
        if (count * step < 1) {
            return Tensor.of(Shape.of(count - 1), java.util.Arrays.copyOf(summary.toFloats(), count - 1));
        }
        float[] percents = new float[count];
        float sum = 0;
        for (int i = 0; i < count; i++) {
            sum += summary.getFloat(count + i);
            percents[i] = sum;
        }
        for (int i = 0; i < count; i++) {
            percents[i] /= sum;
        }
        float[] boundaries = new float[(int) Math.ceil(1.0 / step) - 1];
        for (int i = 0; i < boundaries.length; i++) {
            boundaries[i] = (float) interpolated(step + i * step, percents, summary);
        }
        return Tensor.wrap(Shape.of(boundaries.length), boundaries);
    }

    /** numpy.interp in its own order of operations. */
    private static double interpolated(double x, float[] from, Tensor to) {
        int last = from.length - 1;
        if (x < from[0]) {
            return to.getFloat(0);
        }
        if (x >= from[last]) {
            return to.getFloat(last);
        }
        int at = 0;
        while (from[at + 1] <= x) {
            at++;
        }
        if (from[at] == x) {
            return to.getFloat(at);
        }
        double slope = ((double) to.getFloat(at + 1) - to.getFloat(at)) / ((double) from[at + 1] - from[at]);
        return slope * (x - from[at]) + to.getFloat(at);
    }
}
