package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.model.Padding;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Theano pads {@code same} by the same number on both sides (keras/backend/theano_backend.py 1.2.2,
 * _preprocess_border_mode: 'half'); TensorFlow puts as little as needed, the odd one behind. Where both give the
 * same zeros before the data, the layer is TensorFlow's {@code same}; else {@link Padding#THEANO_SAME}.
 */
final class TheanoPadding {
    private TheanoPadding() {}

    static Padding ofConvolution(
            Padding padding,
            Scope s,
            List<Integer> kernel,
            List<Integer> strides,
            List<Integer> dilation,
            boolean channelsFirst) {
        if (padding != Padding.SAME || !s.origin().isTheano()) {
            return padding;
        }
        List<Integer> before = new ArrayList<>();
        List<Integer> spans = new ArrayList<>();
        for (int i = 0; i < kernel.size(); i++) {
            int span = kernel.get(i) + (kernel.get(i) - 1) * (dilation.get(i) - 1);
            spans.add(span);
            before.add(span / 2);
        }
        return equal(before, spans, strides, ConvolutionReaders.spatial(s, kernel.size(), channelsFirst));
    }

    /** Same padding of a convolution with stride 1: an odd kernel gets the same zeros from both. */
    static Padding ofStepsOfOne(Scope s, List<Integer> kernel) {
        boolean odd = kernel.stream().allMatch(k -> k % 2 == 1);
        return s.origin().isTheano() && !odd ? Padding.THEANO_SAME : Padding.SAME;
    }

    static Padding ofPool(Padding padding, Scope s, List<Integer> pool, List<Integer> strides, boolean channelsFirst) {
        if (padding != Padding.SAME || !s.origin().isTheano()) {
            return padding;
        }
        List<Integer> before =
                pool.stream().map(k -> k > 2 && k % 2 == 1 ? k - 2 : k - 1).toList();
        return equal(before, pool, strides, ConvolutionReaders.spatial(s, pool.size(), channelsFirst));
    }

    static Padding ofTranspose(Padding padding, Scope s, List<Integer> kernel) {
        if (padding != Padding.SAME || !s.origin().isTheano()) {
            return padding;
        }
        for (int k : kernel) {
            if (k % 2 == 0) {
                throw new Refusal("Theano cuts a transposed convolution of an even kernel with padding same to its"
                        + " input's size. Received: kernel_size=" + kernel);
            }
        }
        return Padding.THEANO_SAME;
    }

    /**
     * Keras 1's Deconvolution2D names its output shape. What it has beyond (n - 1) stride + k - 2 cut is output
     * padding.
     */
    static List<Integer> outputPadding(
            JsonNode outputShape,
            Scope s,
            List<Integer> kernel,
            List<Integer> strides,
            Padding padding,
            boolean channelsFirst) {
        int rank = kernel.size();
        List<Integer> sizes = ConvolutionReaders.spatial(s, rank, channelsFirst);
        if (sizes.size() != rank || !outputShape.isArray() || outputShape.size() != rank + 2) {
            throw Options.wrong("output_shape", outputShape, "the whole shape of the output, (None, ...)");
        }
        InputShapes.of(outputShape); // the batch and the channels are what the other options say
        List<Integer> extra = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            JsonNode wanted = outputShape.get((channelsFirst ? 2 : 1) + i);
            int n = sizes.get(i);
            if (n == Shape.UNKNOWN || !wanted.isNumber()) {
                throw Options.wrong("output_shape", outputShape, "known sizes");
            }
            int cut = padding == Padding.VALID ? 0 : padding == Padding.FULL ? kernel.get(i) - 1 : kernel.get(i) / 2;
            int least = (n - 1) * strides.get(i) + kernel.get(i) - 2 * cut;
            if (wanted.intValue() < least || wanted.intValue() >= least + strides.get(i)) {
                throw Options.wrong("output_shape", outputShape, "sizes that the input can give");
            }
            extra.add(wanted.intValue() - least);
        }
        return extra;
    }

    private static Padding equal(
            List<Integer> before, List<Integer> spans, List<Integer> strides, List<Integer> sizes) {
        for (int i = 0; i < spans.size(); i++) {
            int n = sizes.isEmpty() ? Shape.UNKNOWN : sizes.get(i);
            if (n == Shape.UNKNOWN && strides.get(i) > 1) {
                return Padding.THEANO_SAME;
            }
            int positions = n == Shape.UNKNOWN ? 0 : (n + strides.get(i) - 1) / strides.get(i);
            int total = n == Shape.UNKNOWN
                    ? spans.get(i) - 1
                    : Math.max((positions - 1) * strides.get(i) + spans.get(i) - n, 0);
            if (total / 2 != before.get(i)) {
                return Padding.THEANO_SAME;
            }
        }
        return Padding.SAME;
    }
}
