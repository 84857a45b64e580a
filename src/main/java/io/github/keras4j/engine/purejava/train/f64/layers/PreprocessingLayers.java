package io.github.keras4j.engine.purejava.train.f64.layers;

import io.github.keras4j.engine.purejava.train.f64.Flow;
import io.github.keras4j.engine.purejava.train.f64.Unit;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.training.TrainingRules;
import io.github.keras4j.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers made ready before the first layer that is trained; their own weights are constants.
 *
 * @param path of the layer's weights, with a slash at its end
 */
record PreprocessingLayers(Layout layout, String path, Flow x) {
    private Tape tape() {
        return layout.tape;
    }

    Flow add(Preprocessing layer) {
        if (layer instanceof Preprocessing.Rescaling rescaling) {
            List<Integer> last = List.of(-1);
            Flow y = tape().multiply(
                            x, channels(rounded(rescaling.scale(), tape().rules.roundsConstants()), last));
            return passed(
                    tape().add(
                                    y,
                                    channels(
                                            rounded(
                                                    rescaling.offset(),
                                                    tape().rules.roundsConstants()),
                                            last)),
                    rescaling.passesMask());
        }
        if (layer instanceof Preprocessing.Normalization normalization) {
            return passed(normalized(normalization), normalization.passesMask());
        }
        if (layer instanceof Preprocessing.CategoryEncoding encoding) {
            return encoded(encoding);
        }
        throw Layout.notTrained(layer);
    }

    private Flow passed(Flow y, boolean passes) {
        return passes ? layout.masked(y, x.mask) : y;
    }

    /** One number for all, or one for each position of these axes. */
    private Flow channels(double[] values, List<Integer> axes) {
        int[] shape = new int[x.sizes.length + 1];
        Arrays.fill(shape, 1);
        return tape().constant(values, values.length == 1 ? shape : Axes.kept(x.shape(), axes));
    }

    private static double[] rounded(Tensor numbers, boolean rounds) {
        double[] values = numbers.toDoubles().clone();
        for (int i = 0; i < values.length && rounds; i++) {
            values[i] = (double) (float) values[i];
        }
        return values;
    }

    private Flow normalized(Preprocessing.Normalization layer) {
        double[] mean = numbers(layer.mean(), "mean");
        double[] deviation = numbers(layer.variance(), "variance");
        for (int i = 0; i < deviation.length; i++) {
            deviation[i] = Math.max((double) Math.sqrt(deviation[i]), (double) TrainingRules.EPSILON);
        }
        Flow means = channels(mean, layer.axis());
        Flow deviations = channels(deviation, layer.axis());
        return layer.invert()
                ? tape().add(means, tape().multiply(x, deviations))
                : tape().divide(tape().subtract(x, means), deviations);
    }

    private double[] numbers(java.util.Optional<Tensor> given, String weight) {
        if (given.isPresent()) {
            return rounded(given.get(), tape().rules.roundsPenalties()); // Keras 3 makes float32 tensors of them
        }
        var parameters = tape().graph.parameters;
        return parameters
                .read(parameters.get(path + weight), parameters.value)
                .toDoubles()
                .clone();
    }

    private Flow encoded(Preprocessing.CategoryEncoding layer) {
        boolean oneHot = layer.outputMode().equals("one_hot");
        boolean append = oneHot && (x.sizes.length == 0 || x.last() != 1) || x.sizes.length == 0;
        int[] sizes = append ? Arrays.copyOf(x.sizes, x.sizes.length + 1) : x.sizes.clone();
        sizes[sizes.length - 1] = layer.numTokens();
        Flow y = tape().graph.flow(new Flow(x.batch, sizes, new boolean[0], true));
        return tape().graph.add(new Encoding(x, y, append ? 1 : x.last(), layer), y);
    }

    /** Tokens as ones or counts. */
    private static final class Encoding extends Unit {
        private final Flow x;
        private final Flow y;
        private final int perRow;
        private final Preprocessing.CategoryEncoding layer;

        private Encoding(Flow x, Flow y, int perRow, Preprocessing.CategoryEncoding layer) {
            this.x = x;
            this.y = y;
            this.perRow = perRow;
            this.layer = layer;
        }

        @Override
        public void forward(boolean training) {
            Arrays.fill(y.value, 0);
            for (int i = 0; i < x.value.length; i++) {
                double token = x.value[i];
                if (!(token >= 0 && token < layer.numTokens())) {
                    throw new Keras4jException("layer '" + layer.name() + "' (" + layer.className()
                            + ") takes tokens from 0 to " + (layer.numTokens() - 1) + ". Received: " + token);
                }
                int at = i / perRow * layer.numTokens() + (int) token;
                y.value[at] = layer.outputMode().equals("count") ? y.value[at] + 1 : 1;
            }
        }

        @Override
        public void backward() {}
    }
}
