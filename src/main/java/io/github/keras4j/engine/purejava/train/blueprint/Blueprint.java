package io.github.keras4j.engine.purejava.train.blueprint;

import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.training.Compiled;
import io.github.keras4j.model.training.Constraint;
import io.github.keras4j.model.training.Optimizer.Algorithm;
import io.github.keras4j.model.training.Penalty;
import io.github.keras4j.model.training.TrainingRules;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What both precisions train from: the model, how it was compiled, and for each weight by path whether it is trained
 * and what else acts on it.
 */
public record Blueprint(
        KerasModel model,
        Compiled compiled,
        Set<String> trained,
        Map<String, Penalty> penalties,
        Map<String, Constraint> constraints) {

    /** Reads it all from the model. */
    public static Blueprint of(KerasModel model, Compiled compiled) {
        Blueprint blueprint =
                new Blueprint(model, compiled, new LinkedHashSet<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        for (Layer layer : model.network().layers()) {
            blueprint.collect(layer, layer.name() + "/", model.weights().child(layer.name()), true);
        }
        return blueprint;
    }

    private void collect(Layer layer, String prefix, Weights weights, boolean outerTrained) {
        boolean on = outerTrained && layer.info().trainable() && !(layer instanceof Preprocessing);
        if (layer instanceof Wrapper.Bidirectional both) {
            collect(both.forward(), prefix + "forward/", weights.child("forward"), on);
            collect(both.backward(), prefix + "backward/", weights.child("backward"), on);
        } else if (layer instanceof Wrapper.TimeDistributed each) {
            collect(each.layer(), prefix + "layer/", weights.child("layer"), on);
        } else if (layer instanceof Wrapper.NestedModel nested) {
            for (Layer inner : nested.network().layers()) {
                collect(inner, prefix + inner.name() + "/", weights.child(inner.name()), on);
            }
        } else if (on) {
            arrays(layer.info(), prefix, weights);
        }
    }

    /** A layer's own arrays, and those of its parts: a cell's, an attention's projections. */
    private void arrays(LayerInfo info, String prefix, Weights weights) {
        for (Map.Entry<String, Tensor> entry : weights.tensors().entrySet()) {
            if (!entry.getKey().startsWith("moving_") && entry.getValue().dtype() != DType.STRING) {
                trained.add(prefix + entry.getKey());
                note(info, prefix + entry.getKey(), option(entry.getKey()));
            }
        }
        weights.children().forEach((name, part) -> arrays(info, prefix + name + "/", part));
    }

    /** The word before {@code _regularizer} and {@code _constraint}. */
    private static String option(String weight) {
        return switch (weight) {
            case "recurrent_kernel" -> "recurrent";
            case "depthwise_kernel" -> "depthwise";
            case "pointwise_kernel" -> "pointwise";
            default -> weight;
        };
    }

    private void note(LayerInfo info, String path, String option) {
        Penalty penalty = Penalty.of(info, option);
        if (!penalty.equals(Penalty.NONE)) {
            penalties.put(path, penalty);
        }
        Constraint constraint = Constraint.of(info, option);
        if (constraint.kind() != Constraint.Kind.NONE) {
            constraints.put(path, constraint);
        }
    }

    /**
     * Weights whose gradient is squared slice by slice (embeddings without a penalty): by the optimizer, or by clipnorm
     * alone where an index's slices are summed after that.
     */
    public Set<String> sliced() {
        boolean clips = compiled.optimizer().clipNorm() != 0;
        boolean any = switch (compiled.rules().embeddingGradient()) {
            case SQUARED_BY_SLICE -> clips || compiled.optimizer().algorithm() != Algorithm.SGD;
            case SUMMED_AFTER_CLIPPING -> clips;
            case DENSE -> false;
        };
        if (!any) {
            return Set.of();
        }
        return trained.stream()
                .filter(path -> path.endsWith("/embeddings") && !penalties.containsKey(path))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What the model's Keras does in training. */
    public TrainingRules rules() {
        return compiled.rules();
    }
}
