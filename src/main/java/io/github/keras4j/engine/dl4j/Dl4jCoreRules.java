package io.github.keras4j.engine.dl4j;

import static io.github.keras4j.engine.dl4j.Dl4jRules.refused;

import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Core;
import io.github.keras4j.tensor.Shape;
import java.util.Optional;

/** What DL4J runs right of Dense and its kin, and of activations. */
record Dl4jCoreRules(Shape input) implements Core.Visitor<Optional<String>>, Activations.Visitor<Optional<String>> {
    @Override
    public Optional<String> inputLayer(Core.InputLayer layer) {
        return input(layer.shape());
    }

    static Optional<String> input(Shape shape) {
        if (shape.rank() < 2 || shape.rank() > 5) {
            return refused("DL4J takes inputs of rank 2 to 5. Received: shape " + shape);
        }
        boolean openSteps = shape.rank() == 3 && shape.size(2) != Shape.UNKNOWN;
        boolean known = shape.slice(1, shape.rank()).isKnown();
        boolean openIndices = shape.rank() == 2;
        return known || openSteps || openIndices
                ? Optional.empty()
                : refused("DL4J needs to know the sizes but the steps beforehand. Received: shape " + shape);
    }

    @Override
    public Optional<String> constant(Core.Constant layer) {
        return refused("DL4J's importer reads no constants among a call's arguments");
    }

    @Override
    public Optional<String> passthrough(Core.Passthrough layer) {
        return Optional.empty();
    }

    @Override
    public Optional<String> dense(Core.Dense dense) {
        if (input.rank() > 4 || input.size(-1) == Shape.UNKNOWN) {
            return refused("DL4J's Dense takes rank 2, and 3 and 4 as a convolution. Received: shape " + input);
        }
        return Dl4jActivations.asOption(dense.activation(), input.rank());
    }

    @Override
    public Optional<String> embedding(Core.Embedding embedding) {
        return refused("DL4J fails of an index out of range without naming the layer");
    }

    @Override
    public Optional<String> int8Dense(Core.Int8Dense layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> int8EinsumDense(Core.Int8EinsumDense layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> int8Embedding(Core.Int8Embedding layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> vectorMasking(Core.VectorMasking layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> reversibleEmbedding(Core.ReversibleEmbedding layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> masking(Core.Masking layer) {
        return refused("DL4J masks otherwise than Keras, or fails");
    }

    @Override
    public Optional<String> activate(Activations.Activate layer) {
        return input.rank() > 4
                ? refused("no activation on rank " + input.rank())
                : Dl4jActivations.asLayer(layer.activation(), input.rank());
    }

    @Override
    public Optional<String> highway(Core.Highway layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> maxoutDense(Core.MaxoutDense layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> einsumDense(Core.EinsumDense layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> axesSoftmax(Activations.AxesSoftmax layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> prelu(Activations.PReLU layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> srelu(Activations.SReLU layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> parametricSoftplus(Activations.ParametricSoftplus layer) {
        return refused(Dl4jRules.ABSENT);
    }
}
