package io.github.keras4j.engine.dl4j.layers;

import io.github.keras4j.engine.dl4j.arrays.UnfitException;
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

/** What computes each layer. Throws {@link UnfitException} for what ND4J has nothing for. */
public final class Computations implements Layer.Visitor<Computation> {
    /** {@return what computes a layer} */
    public Computation visit(Layer layer) {
        return layer.accept(this);
    }

    @Override
    public Computation core(Core layer) {
        return layer.accept(new CoreComputations());
    }

    @Override
    public Computation activations(Activations layer) {
        return layer.accept(new ActivationComputations());
    }

    @Override
    public Computation shaping(Shaping layer) {
        return layer.accept(new ShapingComputations());
    }

    @Override
    public Computation convolutional(Convolutional layer) {
        return layer.accept(new SpatialComputations());
    }

    @Override
    public Computation pooling(Pooling layer) {
        return layer.accept(new SpatialComputations());
    }

    @Override
    public Computation recurrent(Recurrent layer) {
        return layer.accept(new RecurrentComputations());
    }

    @Override
    public Computation wrapper(Wrapper layer) {
        return layer.accept(new WrapperComputations(this));
    }

    @Override
    public Computation normalizing(Normalizing layer) {
        return layer.accept(new NormalizingComputations());
    }

    @Override
    public Computation attentive(Attentive layer) {
        return layer.accept(new AttentionComputations());
    }

    @Override
    public Computation merging(Merging layer) {
        return layer.accept(new MergingComputations());
    }

    @Override
    public Computation preprocessing(Preprocessing layer) {
        return layer.accept(new PreprocessingComputations());
    }

    @Override
    public Computation tensorOperation(TensorOperation layer) {
        return new OperationComputation(layer);
    }

    @Override
    public Computation custom(Custom layer) {
        return new CustomComputation(layer);
    }

    @Override
    public Computation unknown(Unknown layer) {
        throw new UnfitException(layer.reason());
    }
}
