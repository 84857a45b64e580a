package io.github.keras4j.engine.dl4j;

import io.github.keras4j.export.SamePadding;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Padding;
import io.github.keras4j.model.Pooling;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rewrites one layer into the same function in the options that DL4J's importer reads right. Only for layers that
 * {@link Dl4jRules} allows.
 */
final class LayerLowering {
    /** A layer and its weights. */
    record Result(Layer layer, Weights weights) {}

    /** What DL4J is told where the number of steps is open; it takes any number all the same. */
    static final int SOME_STEPS = 32;

    private LayerLowering() {}

    /** @param inputs the shapes that the layer is called on; empty for an InputLayer */
    static Result lower(String name, Layer layer, Weights weights, List<Shape> inputs) {
        LayerInfo info = new LayerInfo(name, layer.className(), DType.FLOAT32, true, Map.of());
        int rank = inputs.isEmpty() ? 0 : inputs.get(0).rank();
        if (layer instanceof Core.InputLayer input) {
            int[] sizes = Arrays.stream(input.shape().sizes())
                    .map(size -> size == Shape.UNKNOWN ? SOME_STEPS : size)
                    .toArray();
            Shape shape = Shape.of(sizes).with(0, Shape.UNKNOWN);
            return new Result(new Core.InputLayer(info, shape, DType.FLOAT32), weights);
        }
        if (layer instanceof Core.Dense dense) {
            return dense(info, dense, weights, rank);
        }
        if (layer instanceof Core.Embedding embedding) {
            int steps = inputs.get(0).size(1);
            // without a length DL4J takes 1 for granted, and flattens by that; with one it takes no other
            Map<String, Object> length = steps == Shape.UNKNOWN ? Map.of() : Map.of("input_length", steps);
            LayerInfo withLength = new LayerInfo(name, layer.className(), DType.FLOAT32, true, length);
            return new Result(
                    new Core.Embedding(withLength, embedding.inputDim(), embedding.outputDim(), false), weights);
        }
        if (layer instanceof Activations.Activate activate) {
            return new Result(new Activations.Activate(info, activate.activation(), Activations.AtMask.SAME), weights);
        }
        if (layer instanceof Wrapper.TimeDistributed timeDistributed) {
            return lower(name, timeDistributed.layer(), weights.child("layer"), inputs);
        }
        if (layer instanceof Recurrent.Rnn rnn) {
            return RecurrentLowering.rnn(info, rnn, weights);
        }
        if (layer instanceof Wrapper.Bidirectional bidirectional) {
            return RecurrentLowering.bidirectional(info, bidirectional, weights);
        }
        if (layer instanceof Normalizing.BatchNormalization norm) {
            return batchNormalization(info, norm, weights);
        }
        if (layer instanceof Convolutional.Conv conv) {
            return conv(info, conv, weights);
        }
        return new Result(renamed(info, layer, rank), weights);
    }

    /** Layers whose options DL4J reads right as they are. */
    private static Layer renamed(LayerInfo info, Layer layer, int rank) {
        if (layer instanceof Convolutional.ConvTranspose c) {
            return new Convolutional.ConvTranspose(
                    info,
                    c.filters(),
                    c.kernelSize(),
                    c.strides(),
                    c.padding(),
                    List.of(),
                    c.dilation(),
                    false,
                    c.activation(),
                    c.useBias());
        } else if (layer instanceof Convolutional.SeparableConv c) {
            Padding padding = SamePadding.resolved(c.padding(), c.kernelSize(), c.strides(), c.dilation());
            return new Convolutional.SeparableConv(
                    info,
                    c.filters(),
                    c.kernelSize(),
                    c.strides(),
                    padding,
                    c.dilation(),
                    c.depthMultiplier(),
                    false,
                    c.activation(),
                    c.useBias());
        } else if (layer instanceof Pooling.Pool p) {
            return new Pooling.Pool(info, p.reduction(), p.poolSize(), p.strides(), p.padding(), false);
        } else if (layer instanceof Pooling.GlobalPool p) {
            return new Pooling.GlobalPool(info, p.reduction(), p.rank(), false, false, p.skipsMasked());
        } else if (layer instanceof Shaping.Flatten) {
            return new Shaping.Flatten(info, false);
        } else if (layer instanceof Shaping.Reshape r) {
            return new Shaping.Reshape(info, r.target());
        } else if (layer instanceof Shaping.ZeroPadding p) {
            return new Shaping.ZeroPadding(info, p.padding(), false);
        } else if (layer instanceof Shaping.Cropping c) {
            return new Shaping.Cropping(info, c.cropping(), false);
        } else if (layer instanceof Merging.Elementwise e) {
            return new Merging.Elementwise(info, e.operation(), e.masks());
        } else if (layer instanceof Merging.Concatenate c) {
            return new Merging.Concatenate(info, c.axis() < 0 ? c.axis() + rank : c.axis(), c.masks());
        }
        throw new IllegalStateException("No lowering for " + layer.className());
    }

    /** On sequences DL4J's Dense gives rows in another order; a convolution of width 1 is the same function. */
    private static Result dense(LayerInfo info, Core.Dense dense, Weights weights, int rank) {
        if (rank == 2) {
            Weights scaled = HardSigmoid.scaled(
                    withBias(weights, dense.useBias(), dense.units()), HardSigmoid.scale(dense.activation()));
            return new Result(new Core.Dense(info, dense.units(), HardSigmoid.known(dense.activation()), true), scaled);
        }
        List<Integer> ones = Collections.nCopies(rank - 2, 1);
        Map<String, Tensor> tensors = new LinkedHashMap<>(weights.tensors());
        Tensor kernel = weights.get("kernel");
        Shape shape = kernel.shape();
        for (int axis = 2; axis < rank; axis++) {
            shape = shape.prepend(1);
        }
        tensors.put("kernel", kernel.reshape(shape));
        Convolutional.Conv conv = new Convolutional.Conv(
                info, dense.units(), ones, ones, Padding.VALID, ones, 1, false, dense.activation(), dense.useBias());
        return conv(info, conv, Weights.of(tensors));
    }

    private static Result conv(LayerInfo info, Convolutional.Conv conv, Weights weights) {
        Weights scaled = HardSigmoid.scaled(
                withBias(weights, conv.useBias(), conv.filters()), HardSigmoid.scale(conv.activation()));
        return new Result(
                new Convolutional.Conv(
                        info,
                        conv.filters(),
                        conv.kernelSize(),
                        conv.strides(),
                        SamePadding.resolved(conv.padding(), conv.kernelSize(), conv.strides(), conv.dilation()),
                        conv.dilation(),
                        1,
                        false,
                        HardSigmoid.known(conv.activation()),
                        true),
                scaled);
    }

    /** Without gamma or beta DL4J's importer fails; ones and zeros are the same function. */
    private static Result batchNormalization(LayerInfo info, Normalizing.BatchNormalization norm, Weights weights) {
        Shape shape = weights.get("moving_mean").shape();
        float[] ones = new float[shape.elements()];
        Arrays.fill(ones, 1);
        Map<String, Tensor> tensors = new LinkedHashMap<>(weights.tensors());
        tensors.putIfAbsent("gamma", Tensor.wrap(shape, ones));
        tensors.putIfAbsent("beta", Tensor.zeros(shape, DType.FLOAT32));
        return new Result(
                new Normalizing.BatchNormalization(
                        info, List.of(-1), norm.momentum(), norm.epsilon(), true, true, false),
                Weights.of(tensors));
    }

    /** DL4J's importer fails on use_bias=False of some layers; a bias of zeros is the same function. */
    static Weights withBias(Weights weights, boolean useBias, int size) {
        if (useBias) {
            return weights;
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>(weights.tensors());
        tensors.put("bias", Tensor.zeros(Shape.of(size), DType.FLOAT32));
        return Weights.of(tensors);
    }
}
