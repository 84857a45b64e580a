package io.github.keras4j.model;

import java.util.List;

/**
 * Convolutions of rank 1 to 3; lists have one number per spatial axis. All are cross-correlations, as Keras's are
 * from version 2 on: the kernels of Theano files come already flipped. {@code channelsFirst} tells the data's
 * layout, never the kernel's.
 */
public sealed interface Convolutional extends Layer {
    /** Handles every layer of this family; an implementation does not compile until it handles a new one. */
    interface Visitor<R> {
        R conv(Conv layer);

        R convTranspose(ConvTranspose layer);

        R depthwiseConv(DepthwiseConv layer);

        R separableConv(SeparableConv layer);

        R locallyConnected(LocallyConnected layer);
    }

    /** Calls the visitor's method for this layer. */
    <R> R accept(Visitor<R> visitor);

    @Override
    default <R> R accept(Layer.Visitor<R> visitor) {
        return visitor.convolutional(this);
    }

    /** Weights: kernel (spatial..., in / groups, filters), bias (filters,). */
    record Conv(
            LayerInfo info,
            int filters,
            List<Integer> kernelSize,
            List<Integer> strides,
            Padding padding,
            List<Integer> dilation,
            int groups,
            boolean channelsFirst,
            Activation activation,
            boolean useBias)
            implements Convolutional {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.conv(this);
        }
    }

    /**
     * Weights: kernel (spatial..., filters, in), bias (filters,).
     *
     * @param outputPadding empty: derived from the padding
     */
    record ConvTranspose(
            LayerInfo info,
            int filters,
            List<Integer> kernelSize,
            List<Integer> strides,
            Padding padding,
            List<Integer> outputPadding,
            List<Integer> dilation,
            boolean channelsFirst,
            Activation activation,
            boolean useBias)
            implements Convolutional {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.convTranspose(this);
        }
    }

    /** Weights: depthwise_kernel (spatial..., in, depthMultiplier), bias (in * depthMultiplier,). */
    record DepthwiseConv(
            LayerInfo info,
            List<Integer> kernelSize,
            List<Integer> strides,
            Padding padding,
            List<Integer> dilation,
            int depthMultiplier,
            boolean channelsFirst,
            Activation activation,
            boolean useBias)
            implements Convolutional {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.depthwiseConv(this);
        }
    }

    /**
     * Weights: depthwise_kernel (spatial..., in, depthMultiplier), pointwise_kernel (1..., in * depthMultiplier,
     * filters), bias (filters,).
     */
    record SeparableConv(
            LayerInfo info,
            int filters,
            List<Integer> kernelSize,
            List<Integer> strides,
            Padding padding,
            List<Integer> dilation,
            int depthMultiplier,
            boolean channelsFirst,
            Activation activation,
            boolean useBias)
            implements Convolutional {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.separableConv(this);
        }
    }

    /**
     * LocallyConnected1D and 2D. Weights: kernel (output positions, kernel positions * in, filters), bias (output
     * spatial..., filters).
     *
     * @param sameOf the input's spatial sizes where padding is "same"; empty: it is "valid"
     */
    record LocallyConnected(
            LayerInfo info,
            int filters,
            List<Integer> kernelSize,
            List<Integer> strides,
            List<Integer> sameOf,
            boolean channelsFirst,
            Activation activation,
            boolean useBias)
            implements Convolutional {
        /**
         * Where windows lie. With "same" each begins k / 2 before its stride's place
         * (keras/src/utils/conv_utils.py 2.15, conv_connected_inputs), as Theano's do.
         */
        public Padding padding() {
            return sameOf.isEmpty() ? Padding.VALID : Padding.THEANO_SAME;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.locallyConnected(this);
        }
    }
}
