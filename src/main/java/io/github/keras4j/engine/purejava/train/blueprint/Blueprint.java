package io.github.keras4j.engine.purejava.train.blueprint;

import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.training.Compiled;
import io.github.keras4j.model.training.Constraint;
import io.github.keras4j.model.training.Optimizer.Algorithm;
import io.github.keras4j.model.training.Penalty;
import io.github.keras4j.model.training.TrainingRules;
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
        boolean on = outerTrained && layer.info().trainable();
        if (layer instanceof Wrapper.Bidirectional both) {
            collect(both.forward(), prefix + "forward/", weights.child("forward"), on);
            collect(both.backward(), prefix + "backward/", weights.child("backward"), on);
            return;
        }
        if (layer instanceof Wrapper.TimeDistributed each) {
            collect(each.layer(), prefix + "layer/", weights.child("layer"), on);
            return;
        }
        for (String name : weights.tensors().keySet()) {
            if (on && !name.startsWith("moving_")) {
                trained.add(prefix + name);
                note(layer.info(), prefix + name, name.equals("recurrent_kernel") ? "recurrent" : name);
            }
        }
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
