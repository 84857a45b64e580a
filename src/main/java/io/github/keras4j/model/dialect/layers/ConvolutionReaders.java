package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Padding;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Convolutions of all kinds. */
public final class ConvolutionReaders {
    private ConvolutionReaders() {}

    /** {@return who reads this class; null for what is not among these} */
    public static @Nullable Reader of(String className) {
        return switch (className) {
            // Keras 2 and later keep the old names as aliases
            case "Conv1D", "Convolution1D" -> (info, o, s) -> conv(info, o, s, 1);
            case "Conv2D", "Convolution2D" -> (info, o, s) -> conv(info, o, s, 2);
            case "Conv3D", "Convolution3D" -> (info, o, s) -> conv(info, o, s, 3);
            case "Conv1DTranspose" -> (info, o, s) -> transpose(info, o, s, 1);
            case "Conv2DTranspose", "Convolution2DTranspose", "Deconvolution2D" ->
                (info, o, s) -> transpose(info, o, s, 2);
            case "Conv3DTranspose" -> (info, o, s) -> transpose(info, o, s, 3);
            case "DepthwiseConv1D" -> (info, o, s) -> depthwise(info, o, s, 1);
            case "DepthwiseConv2D" -> (info, o, s) -> depthwise(info, o, s, 2);
            case "SeparableConv1D", "SeparableConvolution1D" -> (info, o, s) -> separable(info, o, s, 1);
            case "SeparableConv2D", "SeparableConvolution2D" -> (info, o, s) -> separable(info, o, s, 2);
            case "LocallyConnected1D" -> (info, o, s) -> local(info, o, s, 1);
            case "LocallyConnected2D" -> (info, o, s) -> local(info, o, s, 2);
            default -> null;
        };
    }

    private static Layer conv(LayerInfo info, Options o, Scope s, int rank) {
        CoreReaders.quantized(o, s);
        o.ignore("rank");
        List<Integer> kernel = o.perAxis("kernel_size", rank, 1);
        List<Integer> strides = o.perAxis("strides", rank, 1);
        List<Integer> dilation = o.perAxis("dilation_rate", rank, 1);
        boolean channelsFirst = s.channelsFirst(o);
        return new Convolutional.Conv(
                info,
                o.size("filters"),
                kernel,
                strides,
                rank == 3 && s.origin().isFirstTheano() // whose conv3d pads as TensorFlow does (theano_backend.py
                        // 1.0.6)
                        ? padding(o)
                        : TheanoPadding.ofConvolution(padding(o), s, kernel, strides, dilation, channelsFirst),
                dilation,
                o.size("groups", 1),
                channelsFirst,
                ActivationNames.read(o, "activation", s.origin()),
                o.flag("use_bias", true));
    }

    private static Layer transpose(LayerInfo info, Options o, Scope s, int rank) {
        CoreReaders.quantized(o, s);
        o.ignore("rank");
        o.only("groups", "1");
        List<Integer> kernel = o.perAxis("kernel_size", rank, 1);
        List<Integer> strides = o.perAxis("strides", rank, 1);
        List<Integer> dilation = o.perAxis("dilation_rate", rank, 1);
        boolean channelsFirst = s.channelsFirst(o);
        Padding padding = padding(o);
        List<Integer> outputPadding =
                o.find("output_padding").isPresent() ? o.perAxis("output_padding", rank, 0) : List.of();
        Optional<tools.jackson.databind.JsonNode> output = o.find("output_shape");
        if (output.isPresent()) {
            outputPadding = TheanoPadding.outputPadding(output.get(), s, kernel, strides, padding, channelsFirst);
        }
        return new Convolutional.ConvTranspose(
                info,
                o.size("filters"),
                kernel,
                strides,
                TheanoPadding.ofTranspose(padding, s, kernel),
                outputPadding,
                dilation,
                channelsFirst,
                ActivationNames.read(o, "activation", s.origin()),
                o.flag("use_bias", true));
    }

    private static Layer depthwise(LayerInfo info, Options o, Scope s, int rank) {
        o.ignore("rank");
        o.only("groups", "1");
        if (o.has("filters")) {
            o.ignore("filters"); // tf.keras writes what follows from the multiplier
        }
        List<Integer> kernel = o.perAxis("kernel_size", rank, 1);
        List<Integer> strides = o.perAxis("strides", rank, 1);
        List<Integer> dilation = o.perAxis("dilation_rate", rank, 1);
        boolean channelsFirst = s.channelsFirst(o);
        return new Convolutional.DepthwiseConv(
                info,
                kernel,
                strides,
                TheanoPadding.ofConvolution(padding(o), s, kernel, strides, dilation, channelsFirst),
                dilation,
                o.size("depth_multiplier", 1),
                channelsFirst,
                ActivationNames.read(o, "activation", s.origin()),
                o.flag("use_bias", true));
    }

    private static Layer separable(LayerInfo info, Options o, Scope s, int rank) {
        o.ignore("rank");
        o.only("groups", "1");
        List<Integer> kernel = o.perAxis("kernel_size", rank, 1);
        List<Integer> strides = o.perAxis("strides", rank, 1);
        List<Integer> dilation = o.perAxis("dilation_rate", rank, 1);
        boolean channelsFirst = s.channelsFirst(o);
        return new Convolutional.SeparableConv(
                info,
                o.size("filters"),
                kernel,
                strides,
                TheanoPadding.ofConvolution(padding(o), s, kernel, strides, dilation, channelsFirst),
                dilation,
                o.size("depth_multiplier", 1),
                channelsFirst,
                ActivationNames.read(o, "activation", s.origin()),
                o.flag("use_bias", true));
    }

    private static Layer local(LayerInfo info, Options o, Scope s, int rank) {
        boolean channelsFirst = s.channelsFirst(o);
        boolean same = o.text("padding", "valid").equals("same");
        // these differ in what is stored: LocalKernels; Keras has no "same" in the first
        o.only("implementation", same ? new String[] {"2", "3"} : new String[] {"1", "2", "3"});
        o.only("padding", "valid", "same");
        List<Integer> sameOf = same ? spatial(s, rank, channelsFirst) : List.of();
        if (same && (sameOf.isEmpty() || sameOf.contains(Shape.UNKNOWN))) {
            throw new Refusal("padding=same needs the input's sizes, which the file does not say");
        }
        return new Convolutional.LocallyConnected(
                info,
                o.size("filters"),
                o.perAxis("kernel_size", rank, 1),
                o.perAxis("strides", rank, 1),
                sameOf,
                channelsFirst,
                ActivationNames.read(o, "activation", s.origin()),
                o.flag("use_bias", true));
    }

    static Padding padding(Options o) {
        String name = o.text("padding", "valid");
        return switch (name) {
            case "valid" -> Padding.VALID;
            case "same" -> Padding.SAME;
            case "causal" -> Padding.CAUSAL;
            case "full" -> Padding.FULL;
            default ->
                throw new Refusal(
                        "its padding is not known. Received: padding=" + name + "; known: valid, same, causal, full");
        };
    }

    /** The spatial sizes of the first input; empty where they can't be told. */
    static List<Integer> spatial(Scope s, int rank, boolean channelsFirst) {
        List<Integer> sizes = new ArrayList<>();
        if (s.inputs().isEmpty() || s.inputs().get(0).rank() != rank + 2) {
            return sizes;
        }
        Shape input = s.inputs().get(0);
        for (int i = 0; i < rank; i++) {
            sizes.add(input.size((channelsFirst ? 2 : 1) + i));
        }
        return sizes;
    }
}
