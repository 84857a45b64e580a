package io.github.keras4j.engine.dl4j;

import static io.github.keras4j.engine.dl4j.Dl4jRules.refused;

import io.github.keras4j.export.SamePadding;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Padding;
import io.github.keras4j.model.Pooling;
import io.github.keras4j.tensor.Shape;
import java.util.Optional;

/** What DL4J runs right of convolutions and pooling. */
record Dl4jSpatialRules(Shape input)
        implements Convolutional.Visitor<Optional<String>>, Pooling.Visitor<Optional<String>> {
    @Override
    public Optional<String> conv(Convolutional.Conv conv) {
        if (conv.groups() != 1) {
            return refused("DL4J has no groups. Received: groups=" + conv.groups());
        }
        if (input.rank() != conv.kernelSize().size() + 2) {
            return refused("DL4J convolves over one batch axis. Received: shape " + input);
        }
        Padding padding = SamePadding.resolved(conv.padding(), conv.kernelSize(), conv.strides(), conv.dilation());
        return convolution(conv.channelsFirst(), padding, conv.activation(), input);
    }

    @Override
    public Optional<String> convTranspose(Convolutional.ConvTranspose conv) {
        if (conv.kernelSize().size() != 2 || !conv.outputPadding().isEmpty()) {
            return refused("DL4J's transposed convolution is right in two dimensions, without output_padding");
        }
        if (conv.dilation().stream().anyMatch(d -> d != 1)) {
            return refused("DL4J's transposed convolution is not dilated. Received: " + conv.dilation());
        }
        for (int i = 0; i < conv.kernelSize().size(); i++) {
            if (conv.strides().get(i) > conv.kernelSize().get(i)) { // with padding="valid" its output is shorter
                return refused("DL4J's transposed convolution is wrong where a stride is longer than the kernel."
                        + " Received: strides=" + conv.strides() + ", kernel_size=" + conv.kernelSize());
            }
        }
        return convolution(conv.channelsFirst(), conv.padding(), conv.activation(), input)
                .or(() -> withoutScale(conv.activation()));
    }

    @Override
    public Optional<String> separableConv(Convolutional.SeparableConv conv) {
        if (input.size(-1) == 1) {
            return refused(
                    "libnd4j's sconv2d fails on one input channel, or gives other numbers. Received: shape " + input);
        }
        if (conv.kernelSize().size() != 2) {
            return refused("DL4J's Keras importer has no SeparableConv1D");
        }
        Padding padding = SamePadding.resolved(conv.padding(), conv.kernelSize(), conv.strides(), conv.dilation());
        return convolution(conv.channelsFirst(), padding, conv.activation(), input)
                .or(() -> withoutScale(conv.activation()));
    }

    @Override
    public Optional<String> depthwiseConv(Convolutional.DepthwiseConv layer) {
        return refused("DL4J's Keras importer fails on this layer");
    }

    @Override
    public Optional<String> locallyConnected(Convolutional.LocallyConnected layer) {
        return refused("DL4J's Keras importer fails on this layer");
    }

    @Override
    public Optional<String> globalPool(Pooling.GlobalPool pool) {
        if (pool.channelsFirst() || pool.keepDims() || pool.rank() == 3) {
            return refused("DL4J pools globally over one or two axes, channels last, without keepdims");
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> adaptivePool(Pooling.AdaptivePool layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> pool(Pooling.Pool pool) {
        if (pool.poolSize().size() == 1 && pool.reduction() == Pooling.Reduction.AVERAGE) {
            return refused("DL4J imports AveragePooling1D as another function");
        }
        return convolution(pool.channelsFirst(), pool.padding(), Activation.LINEAR, input);
    }

    private static Optional<String> convolution(
            boolean channelsFirst, Padding padding, Activation activation, Shape input) {
        if (channelsFirst) {
            return refused("DL4J's importer mixes up layouts. Received: data_format=channels_first");
        }
        boolean known = padding == Padding.VALID || padding == Padding.SAME || padding == Padding.CAUSAL;
        if (!known) {
            return refused("DL4J has no such padding. Received: " + padding);
        }
        return Dl4jActivations.asOption(activation, input.rank());
    }

    private static Optional<String> withoutScale(Activation activation) {
        return HardSigmoid.scale(activation) == 1
                ? Optional.empty()
                : refused("Keras 3's hard_sigmoid is no activation of this layer in DL4J");
    }
}
