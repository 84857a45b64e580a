package io.github.keras4j.engine.purejava.train.f64;

import io.github.keras4j.engine.purejava.train.blueprint.Blueprint;
import io.github.keras4j.engine.purejava.train.f64.Parameters.Parameter;
import io.github.keras4j.model.training.Optimizer;
import io.github.keras4j.model.training.Optimizer.Algorithm;
import io.github.keras4j.model.training.TrainingRules.EmbeddingGradient;
import java.util.Arrays;
import java.util.List;

/**
 * Keras 3 on TensorFlow keeps an embedding's gradient as slices, {@code tf.IndexedSlices}: one per index looked up, so
 * an index that occurs twice in a batch has two. Whatever is linear in the gradient takes their sum. But
 * {@code ops.square} and {@code ops.abs} work on each slice (keras/src/backend/tensorflow/sparse.py,
 * {@code elementwise_unary}) before they are summed: a second moment is made of the sum of the squares, not of the
 * square of the sum, and Adamax's norm of the sum of the absolutes. {@code clipnorm} takes the root of the sum of all
 * squares for its norm, and scales the slices. tf.keras does that too, and sums an index's slices then. A penalty makes
 * the gradient dense from the start; Keras 1 and 2 on Theano know no slices.
 */
public final class SlicedGradients {
    private final Parameters parameters;
    private final List<Parameter> sliced;
    /** The sum of the squares of each one's slices. */
    private final double[] squares;

    private final double clipNorm;
    private final boolean absolutes;
    private final boolean summedFirst;

    public SlicedGradients(Parameters parameters, Blueprint blueprint) {
        this.parameters = parameters;
        Optimizer optimizer = blueprint.compiled().optimizer();
        sliced = blueprint.sliced().stream().map(parameters::get).toList();
        squares = new double[sliced.size()];
        clipNorm = (double) optimizer.clipNorm();
        summedFirst = blueprint.rules().embeddingGradient() != EmbeddingGradient.SQUARED_BY_SLICE;
        absolutes = optimizer.algorithm() == Algorithm.ADAMAX;
    }

    public boolean contains(Parameter parameter) {
        return sliced.contains(parameter);
    }

    /** Takes note of one slice that was added to the gradient of {@code parameter} at {@code at}. */
    public void add(Parameter parameter, int n, double[] slice, int from, int at) {
        int which = sliced.indexOf(parameter);
        for (int i = 0; i < n; i++) {
            double g = slice[from + i];
            squares[which] += g * g;
            parameters.magnitude[at + i] += absolutes ? Math.abs(g) : g * g;
        }
    }

    /** After the way back: magnitudes from what was noted; everywhere else they are the gradient. */
    public void finish() {
        if (sliced.isEmpty()) {
            return;
        }
        for (Parameter parameter : parameters.all()) {
            if (contains(parameter)) {
                finish(parameter);
            } else {
                int at = parameter.offset();
                System.arraycopy(parameters.gradient, at, parameters.magnitude, at, parameter.size());
            }
        }
        Arrays.fill(squares, 0);
    }

    private void finish(Parameter parameter) {
        double norm = (double) Math.sqrt(squares[sliced.indexOf(parameter)]);
        double scale = clipNorm > 0 && norm > clipNorm ? clipNorm / norm : 1;
        for (int i = parameter.offset(); i < parameter.offset() + parameter.size(); i++) {
            double magnitude = absolutes ? parameters.magnitude[i] : (double) Math.sqrt(parameters.magnitude[i]);
            parameters.gradient[i] *= scale;
            parameters.magnitude[i] = summedFirst ? parameters.gradient[i] : magnitude * scale;
        }
    }
}
