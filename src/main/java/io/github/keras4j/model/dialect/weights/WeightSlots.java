package io.github.keras4j.model.dialect.weights;

import io.github.keras4j.errors.MalformedArchiveException;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Custom;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Pooling;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.TensorOperation;
import io.github.keras4j.model.Unknown;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The arrays that a layer has, canonically named and shaped, in the order of Keras's {@code layer.weights}.
 *
 * @param inputs the shapes of the layer's inputs; empty where they can't be told
 */
record WeightSlots(List<Shape> inputs) implements Layer.Visitor<List<WeightSlot>>, Wrapper.Visitor<List<WeightSlot>> {
    /** @throws MalformedArchiveException when the inputs have a rank that the layer does not take */
    static List<WeightSlot> of(Layer layer, List<Shape> inputs) {
        try {
            return layer.accept(new WeightSlots(inputs));
        } catch (IndexOutOfBoundsException | ArithmeticException | IllegalArgumentException e) {
            throw new MalformedArchiveException(
                    "Layer '" + layer.name() + "' (" + layer.className()
                            + ") does not take inputs of these shapes. Received: " + inputs
                            + ". Save the model again.",
                    e);
        }
    }

    static List<WeightSlot> bias(boolean useBias, int... sizes) {
        return useBias ? List.of(new WeightSlot("bias", sizes)) : List.of();
    }

    /** Those, then these. */
    static List<WeightSlot> join(List<WeightSlot> first, List<WeightSlot> then) {
        List<WeightSlot> both = new ArrayList<>(first);
        both.addAll(then);
        return both;
    }

    @Override
    public List<WeightSlot> core(Core layer) {
        return layer.accept(new CoreSlots(inputs));
    }

    @Override
    public List<WeightSlot> activations(Activations layer) {
        return layer.accept(new ActivationSlots(inputs));
    }

    @Override
    public List<WeightSlot> convolutional(Convolutional layer) {
        return layer.accept(new ConvolutionSlots(inputs));
    }

    @Override
    public List<WeightSlot> recurrent(Recurrent layer) {
        return layer.accept(new RecurrentSlots(inputs));
    }

    @Override
    public List<WeightSlot> normalizing(Normalizing layer) {
        return layer.accept(new NormalizingSlots(inputs));
    }

    @Override
    public List<WeightSlot> preprocessing(Preprocessing layer) {
        return layer.accept(new NormalizingSlots(inputs));
    }

    @Override
    public List<WeightSlot> attentive(Attentive layer) {
        return layer.accept(new AttentionSlots(inputs));
    }

    @Override
    public List<WeightSlot> shaping(Shaping layer) {
        return List.of(); // a family of layers that move values
    }

    @Override
    public List<WeightSlot> pooling(Pooling layer) {
        return List.of(); // pooling has nothing to learn
    }

    @Override
    public List<WeightSlot> merging(Merging layer) {
        return List.of(); // merging has nothing to learn
    }

    @Override
    public List<WeightSlot> tensorOperation(TensorOperation layer) {
        return List.of();
    }

    @Override
    public List<WeightSlot> custom(Custom layer) {
        return layer.weights(inputs).stream()
                .map(weight -> new WeightSlot(weight.name(), weight.shape(), weight.trainable()))
                .toList();
    }

    /** What an unknown layer stores is unknown too: its reader has said no already. */
    @Override
    public List<WeightSlot> unknown(Unknown layer) {
        return List.of();
    }

    @Override
    public List<WeightSlot> wrapper(Wrapper layer) {
        return layer.accept((Wrapper.Visitor<List<WeightSlot>>) this);
    }

    @Override
    public List<WeightSlot> bidirectional(Wrapper.Bidirectional layer) {
        return join(under("forward/", of(layer.forward(), inputs)), under("backward/", of(layer.backward(), inputs)));
    }

    private static List<WeightSlot> under(String prefix, List<WeightSlot> slots) {
        return slots.stream().map(slot -> slot.under(prefix)).toList();
    }

    /** The inner layer's arrays are its own leaf's. */
    @Override
    public List<WeightSlot> timeDistributed(Wrapper.TimeDistributed layer) {
        return List.of();
    }

    /** The inner layers' arrays are their own leaves'. */
    @Override
    public List<WeightSlot> nestedModel(Wrapper.NestedModel layer) {
        return List.of();
    }
}
