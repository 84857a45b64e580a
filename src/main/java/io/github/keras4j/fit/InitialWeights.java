package io.github.keras4j.fit;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.TrainingConfiguration;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A model that starts from scratch: each weight drawn by its layer's own initializer, from a generator of keras4j's. The
 * numbers are distributed as Keras's, but are others: Keras's own generators are not imitated.
 */
public final class InitialWeights {
    /** What a layer has learned before the training, not in it: its numbers stay. */
    private static final Set<String> KEPT = Set.of("vocabulary", "mean", "variance", "count", "total", "idf_weights");

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("kernel", "glorot_uniform"),
            Map.entry("depthwise_kernel", "glorot_uniform"),
            Map.entry("pointwise_kernel", "glorot_uniform"),
            Map.entry("recurrent_kernel", "orthogonal"),
            Map.entry("embeddings", "uniform"),
            Map.entry("bias", "zeros"),
            Map.entry("alpha", "zeros"),
            Map.entry("beta", "zeros"),
            Map.entry("moving_mean", "zeros"),
            Map.entry("gamma", "ones"),
            Map.entry("moving_variance", "ones"));

    private static final Map<String, String> OPTIONS = Map.of(
            "recurrent_kernel", "recurrent_initializer",
            "depthwise_kernel", "depthwise_initializer",
            "pointwise_kernel", "pointwise_initializer");

    private final Initializers initializers;

    private InitialWeights(long seed) {
        initializers = new Initializers(new NumpyRandom(seed));
    }

    /**
     * The model with fresh weights, and an optimizer that has not begun.
     *
     * @param seed from 0 to 2^32 - 1; equal ones give equal weights
     * @throws Keras4jException for a weight whose initializer is not known; the message names it
     */
    public static KerasModel draw(KerasModel model, long seed) {
        Weights weights = new InitialWeights(seed).network(model.network(), model.weights());
        Optional<TrainingConfiguration> training =
                model.training().map(stored -> new TrainingConfiguration(stored.config(), Map.of()));
        return new KerasModel(model.provenance(), model.network(), weights, training);
    }

    private Weights network(Network network, Weights weights) {
        Map<String, Weights> children = new LinkedHashMap<>(weights.children());
        for (Layer layer : network.layers()) {
            if (children.containsKey(layer.name())) {
                children.put(layer.name(), layer(layer, weights.child(layer.name())));
            }
        }
        return new Weights(weights.tensors(), children);
    }

    private Weights layer(Layer layer, Weights weights) {
        if (layer instanceof Wrapper.NestedModel nested) {
            return network(nested.network(), weights);
        }
        Map<String, Weights> children = new LinkedHashMap<>(weights.children());
        if (layer instanceof Wrapper.Bidirectional both) {
            children.put("forward", layer(both.forward(), weights.child("forward")));
            children.put("backward", layer(both.backward(), weights.child("backward")));
        } else if (layer instanceof Wrapper.TimeDistributed each) {
            children.put("layer", layer(each.layer(), weights.child("layer")));
        } else if (!children.isEmpty()) {
            throw new Keras4jException("keras4j does not draw the weights of this layer. Received: layer '"
                    + layer.name() + "' (" + layer.className() + "); leave --from-scratch out");
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        weights.tensors().forEach((name, stored) -> tensors.put(name, tensor(layer, name, stored)));
        return new Weights(tensors, children);
    }

    private Tensor tensor(Layer layer, String name, Tensor stored) {
        if (KEPT.contains(name) || !stored.dtype().isFloating()) {
            return stored;
        }
        String fallback = DEFAULTS.get(name);
        if (fallback == null) {
            throw new Keras4jException("keras4j does not know how this weight begins. Received: '" + name
                    + "' of layer '" + layer.name() + "' (" + layer.className() + "); leave --from-scratch out");
        }
        Object initializer = layer.info().extras().get(OPTIONS.getOrDefault(name, name + "_initializer"));
        double[] drawn = initializers.draw(
                initializer == null ? fallback : initializer, stored.shape(), layer.name() + "/" + name);
        boolean lstm = layer instanceof Recurrent.Rnn rnn && rnn.cell() instanceof Recurrent.LstmCell;
        Object forgets = layer.info().extras().getOrDefault("unit_forget_bias", true);
        if (lstm && name.equals("bias") && !Boolean.FALSE.equals(forgets)) {
            int units = drawn.length / 4;
            java.util.Arrays.fill(drawn, units, 2 * units, 1);
        }
        DType dtype = stored.dtype();
        return Tensor.wrap(stored.shape(), drawn).cast(dtype);
    }
}
