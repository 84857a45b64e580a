package io.github.keras4j.engine.dl4j;

import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Pooling;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.tensor.Shape;
import java.util.List;
import java.util.Optional;

/**
 * Which layers, with which options and on which ranks, DL4J is known to run right: measured by importing files of
 * real Keras. What is not allowed here is refused, since DL4J does not notice an option that it does not read.
 */
final class Dl4jRules {
    private Dl4jRules() {}

    /** The reason against, or nothing. {@code inputs} has at least one shape but for an InputLayer. */
    static Optional<String> refusal(Layer layer, List<Shape> inputs) {
        if (layer instanceof Core.InputLayer input) {
            return input(input.shape());
        }
        Shape input = inputs.get(0);
        if (layer instanceof Core core) {
            return core(core, input);
        }
        if (layer instanceof Activations.Activate activate) {
            return input.rank() > 4
                    ? refused("no activation on rank " + input.rank())
                    : Dl4jActivations.asLayer(activate.activation(), input.rank());
        }
        if (layer instanceof Recurrent recurrent) {
            return Dl4jRecurrentRules.refusal(recurrent, input);
        }
        if (layer instanceof Wrapper.Bidirectional bidirectional) {
            return Dl4jRecurrentRules.refusal(bidirectional, input);
        }
        if (layer instanceof Wrapper.TimeDistributed timeDistributed) {
            return timeDistributed(timeDistributed, input);
        }
        if (layer instanceof Convolutional convolutional) {
            return Dl4jSpatialRules.refusal(convolutional, input);
        }
        if (layer instanceof Pooling pooling) {
            return Dl4jSpatialRules.refusal(pooling, input);
        }
        if (layer instanceof Shaping shaping) {
            return Dl4jSpatialRules.refusal(shaping, input);
        }
        if (layer instanceof Merging merging) {
            return merging(merging, inputs);
        }
        if (layer instanceof Normalizing.BatchNormalization norm) {
            return batchNormalization(norm, input);
        }
        return refused("DL4J's Keras importer has no such layer");
    }

    static Optional<String> refused(String reason) {
        return Optional.of(reason);
    }

    private static Optional<String> input(Shape shape) {
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

    private static Optional<String> core(Core core, Shape input) {
        if (core instanceof Core.Passthrough) {
            return Optional.empty();
        }
        if (core instanceof Core.Dense dense) {
            if (input.rank() > 4 || input.size(-1) == Shape.UNKNOWN) {
                return refused("DL4J's Dense takes rank 2, and 3 and 4 as a convolution. Received: shape " + input);
            }
            return Dl4jActivations.asOption(dense.activation(), input.rank());
        }
        if (core instanceof Core.Embedding embedding) {
            if (embedding.maskZero()) {
                return refused("DL4J masks otherwise than Keras. Received: mask_zero=True");
            }
            return input.rank() == 2
                    ? Optional.empty()
                    : refused("DL4J looks up rows of indices only. Received: shape " + input);
        }
        if (core instanceof Core.Masking) {
            return refused("DL4J masks otherwise than Keras, or fails");
        }
        return refused("DL4J's Keras importer has no such layer");
    }

    private static Optional<String> timeDistributed(Wrapper.TimeDistributed wrapper, Shape input) {
        Layer inner = wrapper.layer();
        // per step or on all steps at once is the same where only the last axis is looked at
        if (inner instanceof Core.Dense || inner instanceof Core.Passthrough) {
            return core((Core) inner, input);
        }
        if (inner instanceof Activations.Activate activate) {
            return input.rank() > 4
                    ? refused("no activation on rank " + input.rank())
                    : Dl4jActivations.asLayer(activate.activation(), input.rank());
        }
        return refused("DL4J applies no " + inner.className() + " step by step");
    }

    private static Optional<String> merging(Merging layer, List<Shape> inputs) {
        for (Shape input : inputs) {
            if (input.rank() != inputs.get(0).rank() || input.rank() > 4) {
                return refused("DL4J joins inputs of one rank up to 4. Received: " + inputs);
            }
        }
        if (layer instanceof Merging.Elementwise elementwise) {
            boolean equal = inputs.stream().allMatch(inputs.get(0)::equals);
            if (elementwise.operation() == Merging.Operation.MINIMUM) {
                return refused("DL4J's Keras importer has no Minimum");
            }
            return equal ? Optional.empty() : refused("DL4J joins equal shapes only. Received: " + inputs);
        }
        if (layer instanceof Merging.Concatenate concatenate) {
            int rank = inputs.get(0).rank();
            int axis = concatenate.axis() < 0 ? concatenate.axis() + rank : concatenate.axis();
            return axis == rank - 1 || (rank == 3 && axis == 1)
                    ? Optional.empty()
                    : refused("DL4J concatenates along features, or steps. Received: axis=" + concatenate.axis());
        }
        return refused("DL4J's Keras importer has no " + layer.className());
    }

    private static Optional<String> batchNormalization(Normalizing.BatchNormalization norm, Shape input) {
        int axis = norm.axis().size() == 1 ? norm.axis().get(0) : Integer.MIN_VALUE;
        boolean last = axis == -1 || axis == input.rank() - 1;
        if (norm.perBatch() || !last) {
            return refused("DL4J normalizes the last axis by moving averages only. Received: axis=" + norm.axis());
        }
        return input.rank() == 2 || input.rank() == 4
                ? Optional.empty()
                : refused("DL4J's BatchNormalization takes rank 2 or 4. Received: shape " + input);
    }
}
