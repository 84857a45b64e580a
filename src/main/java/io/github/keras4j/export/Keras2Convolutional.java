package io.github.keras4j.export;

import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Padding;
import io.github.keras4j.model.Pooling;
import java.util.List;

/** Convolutions and pooling in the words of Keras 2.2.4. */
final class Keras2Convolutional {
    private Keras2Convolutional() {}

    static Keras2Layer of(Convolutional layer, Target target) {
        if (layer instanceof Convolutional.Conv conv) {
            if (conv.groups() != 1 && !target.isModern()) {
                throw Keras2Layers.lacking(target, conv, "no groups");
            }
            Keras2Layer json = named(conv, "Conv%dD", conv.kernelSize(), target).with("filters", conv.filters());
            Padding padding = SamePadding.resolved(conv.padding(), conv.kernelSize(), conv.strides(), conv.dilation());
            window(target, json, conv, conv.kernelSize(), conv.strides(), padding, conv.channelsFirst());
            if (conv.groups() != 1) {
                json.with("groups", conv.groups());
            }
            return computed(json, conv, conv.activation(), conv.useBias())
                    .with("dilation_rate", conv.dilation())
                    .withWeights("kernel", "bias");
        }
        if (layer instanceof Convolutional.ConvTranspose conv) {
            if (conv.kernelSize().size() == 1 && !target.isModern()) {
                throw Keras2Layers.lacking(target, conv, "no Conv1DTranspose");
            }
            Keras2Layer json =
                    named(conv, "Conv%dDTranspose", conv.kernelSize(), target).with("filters", conv.filters());
            window(target, json, conv, conv.kernelSize(), conv.strides(), conv.padding(), conv.channelsFirst());
            return computed(json, conv, conv.activation(), conv.useBias())
                    .with("output_padding", conv.outputPadding().isEmpty() ? null : conv.outputPadding())
                    .with("dilation_rate", conv.dilation())
                    .withWeights("kernel", "bias");
        }
        if (layer instanceof Convolutional.DepthwiseConv conv) {
            if (conv.kernelSize().size() != 2 && !target.isModern()) {
                throw Keras2Layers.lacking(target, conv, "no DepthwiseConv1D");
            }
            Keras2Layer json = named(conv, "DepthwiseConv%dD", conv.kernelSize(), target);
            window(target, json, conv, conv.kernelSize(), conv.strides(), conv.padding(), conv.channelsFirst());
            return computed(json, conv, conv.activation(), conv.useBias())
                    .with("depth_multiplier", conv.depthMultiplier())
                    .with("dilation_rate", conv.dilation())
                    .withWeights("depthwise", "bias");
        }
        if (layer instanceof Convolutional.SeparableConv conv) {
            Keras2Layer json =
                    named(conv, "SeparableConv%dD", conv.kernelSize(), target).with("filters", conv.filters());
            Padding padding = SamePadding.resolved(conv.padding(), conv.kernelSize(), conv.strides(), conv.dilation());
            window(target, json, conv, conv.kernelSize(), conv.strides(), padding, conv.channelsFirst());
            return computed(json, conv, conv.activation(), conv.useBias())
                    .with("depth_multiplier", conv.depthMultiplier())
                    .with("dilation_rate", conv.dilation())
                    .withWeights("depthwise", "pointwise", "bias");
        }
        Convolutional.LocallyConnected conv = (Convolutional.LocallyConnected) layer;
        if (target == Target.KERAS_3) {
            throw Keras2Layers.lacking(target, conv, "no LocallyConnected");
        }
        if (!conv.sameOf().isEmpty()) {
            throw Keras2Layers.notWritten(target, conv, "a LocallyConnected with padding=same");
        }
        if (conv.channelsFirst() && conv.useBias()) {
            // K.bias_add reshapes the bias and moves no axis (keras/backend/tensorflow_backend.py 2.2.4)
            throw Keras2Layers.lacking(target, conv, "a bias of LocallyConnected in channels_first of another meaning");
        }
        Keras2Layer json =
                named(conv, "LocallyConnected%dD", conv.kernelSize(), target).with("filters", conv.filters());
        window(target, json, conv, conv.kernelSize(), conv.strides(), Padding.VALID, conv.channelsFirst());
        return computed(json, conv, conv.activation(), conv.useBias()).withWeights("kernel", "bias");
    }

    static Keras2Layer of(Pooling layer, Target target) {
        if (layer instanceof Pooling.GlobalPool pool) {
            if (pool.keepDims() && !target.isModern()) {
                throw Keras2Layers.lacking(target, pool, "no keepdims");
            }
            String kind = pool.reduction() == Pooling.Reduction.MAX ? "Max" : "Average";
            Keras2Layer json = new Keras2Layer(pool, "Global" + kind + "Pooling" + pool.rank() + "D", target)
                    .withDataFormat(pool.channelsFirst());
            return pool.keepDims() ? json.with("keepdims", true) : json;
        }
        Pooling.Pool pool = (Pooling.Pool) layer;
        String kind = pool.reduction() == Pooling.Reduction.MAX ? "Max" : "Average";
        return new Keras2Layer(pool, kind + "Pooling" + pool.poolSize().size() + "D", target)
                .with("pool_size", pool.poolSize())
                .with("strides", pool.strides())
                .with("padding", name(target, pool, pool.padding()))
                .withDataFormat(pool.channelsFirst());
    }

    static String name(Target target, Layer layer, Padding padding) {
        return switch (padding) {
            case VALID -> "valid";
            case SAME -> "same";
            case CAUSAL -> "causal";
            case FULL -> throw Keras2Layers.lacking(target, layer, "no padding full");
            case THEANO_SAME ->
                throw Keras2Layers.lacking(target, layer, "no padding like Theano's same at these sizes");
        };
    }

    private static Keras2Layer named(Layer layer, String pattern, List<Integer> kernel, Target target) {
        return new Keras2Layer(layer, String.format(pattern, kernel.size()), target);
    }

    private static void window(
            Target target,
            Keras2Layer json,
            Layer layer,
            List<Integer> kernel,
            List<Integer> strides,
            Padding padding,
            boolean channelsFirst) {
        json.with("kernel_size", kernel)
                .with("strides", strides)
                .with("padding", name(target, layer, padding))
                .withDataFormat(channelsFirst);
    }

    private static Keras2Layer computed(Keras2Layer json, Layer layer, Activation activation, boolean useBias) {
        return json.withActivation("activation", activation)
                .with("use_bias", useBias)
                .withActivityRegularizer();
    }
}
