package io.github.keras4j.model.shapes;

import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.tensor.Shape;

/** Output shapes of the layers that leave all axes but the last as they are. */
record CoreShapes(Shape input) implements Core.Visitor<Shape>, Activations.Visitor<Shape>, Normalizing.Visitor<Shape> {
    @Override
    public Shape inputLayer(Core.InputLayer layer) {
        return layer.shape();
    }

    @Override
    public Shape constant(Core.Constant layer) {
        return layer.value().shape();
    }

    @Override
    public Shape dense(Core.Dense layer) {
        return input.with(-1, layer.units());
    }

    @Override
    public Shape embedding(Core.Embedding layer) {
        return input.append(layer.outputDim());
    }

    @Override
    public Shape maxoutDense(Core.MaxoutDense layer) {
        return input.with(-1, layer.units());
    }

    @Override
    public Shape einsumDense(Core.EinsumDense layer) {
        return new EinsumShapes(layer, input).output();
    }

    @Override
    public Shape int8Dense(Core.Int8Dense layer) {
        return input.with(-1, layer.units());
    }

    @Override
    public Shape int8EinsumDense(Core.Int8EinsumDense layer) {
        return new EinsumShapes(layer.plain(), input).output();
    }

    @Override
    public Shape int8Embedding(Core.Int8Embedding layer) {
        return input.append(layer.outputDim());
    }

    @Override
    public Shape vectorMasking(Core.VectorMasking layer) {
        return input;
    }

    @Override
    public Shape reversibleEmbedding(Core.ReversibleEmbedding layer) {
        return input.append(layer.outputDim());
    }

    @Override
    public Shape masking(Core.Masking layer) {
        return input;
    }

    @Override
    public Shape passthrough(Core.Passthrough layer) {
        return input;
    }

    @Override
    public Shape highway(Core.Highway layer) {
        return input;
    }

    @Override
    public Shape activate(Activations.Activate layer) {
        return input;
    }

    @Override
    public Shape axesSoftmax(Activations.AxesSoftmax layer) {
        return input;
    }

    @Override
    public Shape prelu(Activations.PReLU layer) {
        return input;
    }

    @Override
    public Shape srelu(Activations.SReLU layer) {
        return input;
    }

    @Override
    public Shape parametricSoftplus(Activations.ParametricSoftplus layer) {
        return input;
    }

    @Override
    public Shape batchNormalization(Normalizing.BatchNormalization layer) {
        return input;
    }

    @Override
    public Shape sampleNormalization(Normalizing.SampleNormalization layer) {
        return input;
    }

    @Override
    public Shape layerNormalization(Normalizing.LayerNormalization layer) {
        return input;
    }

    @Override
    public Shape groupNormalization(Normalizing.GroupNormalization layer) {
        return input;
    }

    @Override
    public Shape rmsNormalization(Normalizing.RmsNormalization layer) {
        return input;
    }

    @Override
    public Shape layerScale(Normalizing.LayerScale layer) {
        return input;
    }

    @Override
    public Shape unitNormalization(Normalizing.UnitNormalization layer) {
        return input;
    }
}
