package io.github.keras4j.engine.dl4j;

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
import java.util.List;
import java.util.Optional;

/**
 * Which layers, with which options and ranks, DL4J runs right, as measured by importing files of real Keras. Everything
 * else is refused, since DL4J silently ignores an option that it does not read.
 *
 * <p>Masks need no rule: no layer that makes one is allowed, nor a tensor given by keyword.
 *
 * @param inputs the shapes of the layer's inputs; at least one but for an InputLayer
 */
record Dl4jRules(List<Shape> inputs) implements Layer.Visitor<Optional<String>> {
    static final String ABSENT = "DL4J's Keras importer has no such layer";

    /** The reason against, or nothing. */
    static Optional<String> refusal(Layer layer, List<Shape> inputs) {
        if (layer instanceof Core.InputLayer input) {
            return Dl4jCoreRules.input(input.shape());
        }
        if (layer instanceof Core.Constant) {
            return refused("DL4J's importer reads no constants among a call's arguments");
        }
        return layer.accept(new Dl4jRules(inputs));
    }

    static Optional<String> refused(String reason) {
        return Optional.of(reason);
    }

    private Shape input() {
        return inputs.get(0);
    }

    @Override
    public Optional<String> core(Core layer) {
        return layer.accept(new Dl4jCoreRules(input()));
    }

    @Override
    public Optional<String> activations(Activations layer) {
        return layer.accept(new Dl4jCoreRules(input()));
    }

    @Override
    public Optional<String> normalizing(Normalizing layer) {
        return layer.accept(new Dl4jNormalizingRules(input()));
    }

    @Override
    public Optional<String> recurrent(Recurrent layer) {
        return layer.accept(new Dl4jRecurrentRules(input()));
    }

    @Override
    public Optional<String> convolutional(Convolutional layer) {
        return layer.accept(new Dl4jSpatialRules(input()));
    }

    @Override
    public Optional<String> pooling(Pooling layer) {
        return layer.accept(new Dl4jSpatialRules(input()));
    }

    @Override
    public Optional<String> shaping(Shaping layer) {
        return layer.accept(new Dl4jShapingRules(input()));
    }

    @Override
    public Optional<String> merging(Merging layer) {
        return layer.accept(new Dl4jMergingRules(inputs));
    }

    @Override
    public Optional<String> wrapper(Wrapper layer) {
        return layer.accept(new Dl4jWrapperRules(input()));
    }

    @Override
    public Optional<String> attentive(Attentive layer) {
        return layer.accept(new Dl4jAttentiveRules());
    }

    @Override
    public Optional<String> preprocessing(Preprocessing layer) {
        return layer.accept(new Dl4jPreprocessingRules());
    }

    @Override
    public Optional<String> tensorOperation(TensorOperation layer) {
        return refused(ABSENT);
    }

    @Override
    public Optional<String> custom(Custom layer) {
        return refused(ABSENT);
    }

    @Override
    public Optional<String> unknown(Unknown layer) {
        return refused(layer.reason());
    }
}
