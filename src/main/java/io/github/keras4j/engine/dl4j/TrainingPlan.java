package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.dl4j.network.HeadNotes;
import io.github.keras4j.engine.dl4j.network.TrainingNotes;
import io.github.keras4j.engine.dl4j.network.TrainingNotes.Slices;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.training.Compiled;
import io.github.keras4j.model.training.Constraint;
import io.github.keras4j.model.training.Loss;
import io.github.keras4j.model.training.Optimizer;
import io.github.keras4j.model.training.Penalty;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a model's weights are trained, and by which losses. */
final class TrainingPlan {
    private static final TrainingNotes.Weight FROZEN =
            new TrainingNotes.Weight(-1, Penalty.NONE, Constraint.NONE, 0, 0, Slices.DENSE);

    private final Compiled compiled;
    /** Those that are trained, by path, in Keras's order. */
    private final Map<String, TrainingNotes.Weight> trained = new LinkedHashMap<>();

    TrainingPlan(KerasModel model, Compiled compiled) {
        this.compiled = compiled;
        for (Layer layer : model.network().layers()) {
            collect(layer, layer.name() + "/", model.weights().child(layer.name()), true);
        }
    }

    Compiled compiled() {
        return compiled;
    }

    /** The paths of all trained weights, in Keras's order. */
    List<String> trainedPaths() {
        return List.copyOf(trained.keySet());
    }

    private void collect(Layer layer, String prefix, Weights weights, boolean outerTrained) {
        boolean on = outerTrained && layer.info().trainable();
        if (layer instanceof Wrapper.Bidirectional both) {
            collect(both.forward(), prefix + "forward/", weights.child("forward"), on);
            collect(both.backward(), prefix + "backward/", weights.child("backward"), on);
        } else if (layer instanceof Wrapper.TimeDistributed each) {
            collect(each.layer(), prefix + "layer/", weights.child("layer"), on);
        } else {
            for (String name : weights.tensors().keySet()) {
                if (on && !name.startsWith("moving_")) {
                    trained.put(prefix + name, notes(layer.info(), name));
                }
            }
        }
    }

    private TrainingNotes.Weight notes(LayerInfo info, String name) {
        String option = name.equals("recurrent_kernel") ? "recurrent" : name;
        Penalty penalty = Penalty.of(info, option);
        if (compiled.rules().roundsPenalties()) {
            penalty = new Penalty((float) penalty.l1(), (float) penalty.l2());
        }
        Optimizer optimizer = compiled.optimizer();
        boolean sliced = name.equals("embeddings") && penalty.equals(Penalty.NONE);
        return new TrainingNotes.Weight(
                trained.size(),
                penalty,
                Constraint.of(info, option),
                optimizer.clipNorm(),
                optimizer.clipValue(),
                sliced ? slices(optimizer) : Slices.DENSE);
    }

    private Slices slices(Optimizer optimizer) {
        return switch (compiled.rules().embeddingGradient()) {
            case DENSE -> Slices.DENSE;
            case SUMMED_AFTER_CLIPPING -> Slices.SUMMED_AFTER_CLIPPING;
            case SQUARED_BY_SLICE ->
                optimizer.algorithm() == Optimizer.Algorithm.ADAMAX
                        ? Slices.ABSOLUTE_BY_SLICE
                        : Slices.SQUARED_BY_SLICE;
        };
    }

    /** @param paths of the layer's parameters, from the model down */
    TrainingNotes notes(Layer layer, List<String> paths) {
        List<TrainingNotes.Weight> weights = new ArrayList<>();
        paths.forEach(path -> weights.add(trained.getOrDefault(path, FROZEN)));
        boolean frozen = layer instanceof Normalizing.BatchNormalization
                && compiled.rules().frozenByAverages()
                && !layer.info().trainable();
        return new TrainingNotes(
                compiled.rules().cutsSigmoid(),
                compiled.rules().halvesReluAtZero(),
                compiled.rules().unbiasedVariance(),
                compiled.rules().varianceWithEpsilon(),
                frozen,
                weights);
    }

    /**
     * A loss and what stands before it.
     *
     * @param before the layer before, perhaps without its activation
     * @param layer the activation that goes with the loss
     */
    record Head(Layer before, Layer layer, HeadNotes notes) {}

    /** A cross-entropy takes the logits that tf.keras and Keras 3 find in the graph. */
    Head head(int output, Layer before, boolean fedFurther) {
        Loss loss = compiled.losses().get(output);
        Activation.Kind wanted = switch (loss.kind()) {
            case CATEGORICAL_CROSSENTROPY, SPARSE_CATEGORICAL_CROSSENTROPY -> Activation.Kind.SOFTMAX;
            case BINARY_CROSSENTROPY -> Activation.Kind.SIGMOID;
            default -> Activation.Kind.LINEAR;
        };
        boolean looks = compiled.rules().findsLogits() && wanted != Activation.Kind.LINEAR && !fedFurther;
        LayerInfo info = LayerInfo.of("loss_" + output, "Loss");
        Activation.Kind last = before instanceof Core.Dense dense
                ? dense.activation().kind()
                : before instanceof Activations.Activate activate
                        ? activate.activation().kind()
                        : Activation.Kind.LINEAR;
        boolean other = last != wanted && (last == Activation.Kind.SOFTMAX || last == Activation.Kind.SIGMOID);
        if (looks && other && loss.form().takesAnyLogits()) {
            throw new Keras4jException(
                    "Keras 3 takes the logits behind this activation for another's, which dl4j does not"
                            + " do. Received: loss=" + loss + " on " + last);
        }
        if (looks && before instanceof Core.Dense dense && dense.activation().kind() == wanted) {
            Layer linear = new Core.Dense(dense.info(), dense.units(), Activation.LINEAR, dense.useBias());
            return head(linear, dense.activation(), info, loss, true);
        }
        if (looks
                && before instanceof Activations.Activate activate
                && activate.activation().kind() == wanted) {
            Layer linear = new Activations.Activate(activate.info(), Activation.LINEAR, Activations.AtMask.SAME);
            return head(linear, activate.activation(), info, loss, true);
        }
        return head(before, Activation.LINEAR, info, loss, loss.fromLogits());
    }

    private static Head head(Layer before, Activation activation, LayerInfo info, Loss loss, boolean fromLogits) {
        Layer layer = new Activations.Activate(info, activation, Activations.AtMask.SAME);
        return new Head(before, layer, new HeadNotes(loss, fromLogits));
    }
}
