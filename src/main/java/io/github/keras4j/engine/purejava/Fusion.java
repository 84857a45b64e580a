package io.github.keras4j.engine.purejava;

import io.github.keras4j.engine.purejava.layers.ElementwiseLayer;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.values.LayerWeights;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Folds layers together if nothing reads their outputs in between: a convolution or Dense without activation takes in
 * the BatchNormalization and the activation after it. The normalization becomes part of the kernel and the bias.
 */
final class Fusion {
    private final Map<Integer, CompiledLayer> fused;
    private final Set<Integer> absorbed;
    /** Layers with weights that run as another does, which has them too. */
    private final Set<String> replaced;

    private Fusion(Map<Integer, CompiledLayer> fused, Set<Integer> absorbed, Set<String> replaced) {
        this.fused = fused;
        this.absorbed = absorbed;
        this.replaced = replaced;
    }

    /** What can be folded. A layer that is refused, or whose weights do not fit, is left to be compiled alone and refused. */
    static Fusion of(Network network, Weights weights, LayerCompiler compiler) {
        Map<Integer, CompiledLayer> fused = new HashMap<>();
        Set<Integer> absorbed = new HashSet<>();
        Set<String> replaced = new HashSet<>();
        Map<TensorRef, Integer> readers = readers(network);
        Map<TensorRef, Integer> lone = lone(network);
        Map<String, Integer> calls = new HashMap<>();
        network.nodes().forEach(node -> calls.merge(node.layer().name(), 1, Integer::sum));
        List<List<Shape>> shapes = Shapes.infer(network);
        Map<Integer, Integer> ends = new HashMap<>();
        Map<Integer, Activation> behind = new HashMap<>();
        for (int i = 0; i < network.nodes().size(); i++) {
            Layer layer = network.nodes().get(i).layer();
            if (layer.info().half().isPresent()) {
                continue; // what lies between is rounded
            }
            if (layer instanceof Merging.Elementwise merge) {
                Optional<Integer> next = onlyReader(lone, readers, i);
                if (next.isPresent()
                        && network.nodes().get(next.get()).layer() instanceof Activations.Activate activate
                        && activate.atMask() == Activations.AtMask.SAME
                        && isElementWise(activate.activation())
                        && isAlone(network, calls, next.get())) {
                    fused.put(i, new ElementwiseLayer(merge, activate.activation()));
                    absorbed.add(next.get());
                    behind.put(i, activate.activation());
                }
                continue;
            }
            if (!isAlone(network, calls, i) || !isLinear(layer)) {
                continue;
            }
            Weights own = weights.child(layer.name());
            List<Integer> followers = new ArrayList<>();
            Optional<Integer> next = onlyReader(lone, readers, i);
            if (next.isPresent()
                    && network.nodes().get(next.get()).layer() instanceof Normalizing.BatchNormalization normalization
                    && !normalization.perBatch()
                    && isAlone(network, calls, next.get())
                    && isOverFilters(layer, normalization, Shapes.find(shapes, new TensorRef(i, 0)))) {
                try {
                    own = normalized(layer, own, normalization, weights.child(normalization.name()));
                } catch (IllegalArgumentException e) {
                    continue; // alone it is refused by its name
                }
                layer = with(layer, Activation.LINEAR, true);
                followers.add(next.get());
                next = onlyReader(lone, readers, next.get());
            }
            if (next.isPresent()
                    && network.nodes().get(next.get()).layer() instanceof Activations.Activate activate
                    && activate.atMask() == Activations.AtMask.SAME
                    && isAlone(network, calls, next.get())) {
                layer = with(layer, activate.activation(), usesBias(layer));
                followers.add(next.get());
            }
            Optional<CompiledLayer> compiled =
                    followers.isEmpty() ? Optional.empty() : compiler.compile(layer, own, new ArrayList<>());
            if (compiled.isPresent()) {
                fused.put(i, compiled.get());
                absorbed.addAll(followers);
                replaced.add(layer.name());
                ends.put(i, followers.get(followers.size() - 1));
            }
        }
        if (compiler.context().kernels().cutsSums()) {
            new Blocks(network, fused, absorbed, ends, shapes).find();
        }
        new Residuals(network, fused, absorbed, ends, behind, shapes).find();
        return new Fusion(fused, absorbed, replaced);
    }

    /** Whether a layer's weights are in a folded one, and it has no other call. */
    boolean replaces(Layer layer) {
        return replaced.contains(layer.name());
    }

    /** The folded layer that starts at this node; empty if nothing is folded into it. */
    Optional<CompiledLayer> startingAt(int node) {
        return Optional.ofNullable(fused.get(node));
    }

    /** Whether an earlier node has taken this one in, so that its output is its input. */
    boolean isAbsorbed(int node) {
        return absorbed.contains(node);
    }

    static Map<TensorRef, Integer> readers(Network network) {
        Map<TensorRef, Integer> readers = new HashMap<>();
        Stream.concat(
                        network.nodes().stream()
                                .flatMap(node ->
                                        Stream.concat(node.inputs().stream(), node.keywordInputs().values().stream())),
                        network.outputs().stream())
                .forEach(ref -> readers.merge(ref, 1, Integer::sum));
        return readers;
    }

    /** The first node whose only input is this output. */
    private static Map<TensorRef, Integer> lone(Network network) {
        Map<TensorRef, Integer> lone = new HashMap<>();
        for (int i = 0; i < network.nodes().size(); i++) {
            List<TensorRef> inputs = network.nodes().get(i).inputs();
            if (inputs.size() == 1) {
                lone.putIfAbsent(inputs.get(0), i);
            }
        }
        return lone;
    }

    /** The node that alone reads another's output, as its only input. */
    private static Optional<Integer> onlyReader(
            Map<TensorRef, Integer> lone, Map<TensorRef, Integer> readers, int node) {
        TensorRef output = new TensorRef(node, 0);
        return readers.getOrDefault(output, 0) == 1 ? Optional.ofNullable(lone.get(output)) : Optional.empty();
    }

    /** Whether it is a plain call, and its layer's only one. */
    private static boolean isAlone(Network network, Map<String, Integer> calls, int index) {
        Node node = network.nodes().get(index);
        return node.arguments().isEmpty()
                && node.keywordInputs().isEmpty()
                && node.inputs().size() == 1
                && calls.getOrDefault(node.layer().name(), 0) == 1;
    }

    private static boolean isElementWise(Activation activation) {
        return switch (activation.kind()) {
            case SOFTMAX, LOG_SOFTMAX, SPARSEMAX, GLU -> false;
            default -> true;
        };
    }

    private static boolean isLinear(Layer layer) {
        Activation activation = layer instanceof Core.Dense dense
                ? dense.activation()
                : layer instanceof Convolutional.Conv conv
                        ? conv.activation()
                        : layer instanceof Convolutional.DepthwiseConv depthwise
                                ? depthwise.activation()
                                : layer instanceof Convolutional.SeparableConv separable
                                        ? separable.activation()
                                        : null;
        return activation != null && activation.kind() == Activation.Kind.LINEAR;
    }

    private static boolean usesBias(Layer layer) {
        return layer instanceof Core.Dense dense
                ? dense.useBias()
                : layer instanceof Convolutional.DepthwiseConv depthwise
                        ? depthwise.useBias()
                        : layer instanceof Convolutional.SeparableConv separable
                                ? separable.useBias()
                                : ((Convolutional.Conv) layer).useBias();
    }

    private static boolean isChannelsFirst(Layer layer) {
        return layer instanceof Convolutional.Conv conv && conv.channelsFirst()
                || layer instanceof Convolutional.DepthwiseConv depthwise && depthwise.channelsFirst()
                || layer instanceof Convolutional.SeparableConv separable && separable.channelsFirst();
    }

    /** The weight whose last axes are the layer's filters. */
    private static String kernelName(Layer layer) {
        return layer instanceof Convolutional.DepthwiseConv
                ? "depthwise_kernel"
                : layer instanceof Convolutional.SeparableConv ? "pointwise_kernel" : "kernel";
    }

    private static boolean isOverFilters(
            Layer layer, Normalizing.BatchNormalization normalization, Optional<Shape> shape) {
        if (shape.isEmpty() || normalization.axis().size() != 1) {
            return false;
        }
        int rank = shape.get().rank();
        int axis = Math.floorMod(normalization.axis().get(0), rank);
        return axis == (isChannelsFirst(layer) ? 1 : rank - 1);
    }

    private static Layer with(Layer layer, Activation activation, boolean useBias) {
        if (layer instanceof Core.Dense dense) {
            return new Core.Dense(dense.info(), dense.units(), activation, useBias);
        }
        if (layer instanceof Convolutional.DepthwiseConv conv) {
            return new Convolutional.DepthwiseConv(
                    conv.info(),
                    conv.kernelSize(),
                    conv.strides(),
                    conv.padding(),
                    conv.dilation(),
                    conv.depthMultiplier(),
                    conv.channelsFirst(),
                    activation,
                    useBias);
        }
        if (layer instanceof Convolutional.SeparableConv conv) {
            return new Convolutional.SeparableConv(
                    conv.info(),
                    conv.filters(),
                    conv.kernelSize(),
                    conv.strides(),
                    conv.padding(),
                    conv.dilation(),
                    conv.depthMultiplier(),
                    conv.channelsFirst(),
                    activation,
                    useBias);
        }
        Convolutional.Conv conv = (Convolutional.Conv) layer;
        return new Convolutional.Conv(
                conv.info(),
                conv.filters(),
                conv.kernelSize(),
                conv.strides(),
                conv.padding(),
                conv.dilation(),
                conv.groups(),
                conv.channelsFirst(),
                activation,
                useBias);
    }

    /** {@code (x w + b - mean) s + beta = x (w s) + (b - mean) s + beta}, in double. */
    private static Weights normalized(
            Layer convolution, Weights weights, Normalizing.BatchNormalization layer, Weights normalization) {
        Tensor kernel = weights.get(kernelName(convolution));
        if (kernel.shape().rank() < 2) {
            throw new IllegalArgumentException("a kernel has at least two axes. Received: " + kernel.shape());
        }
        boolean depthwise = convolution instanceof Convolutional.DepthwiseConv;
        int filters = kernel.shape().size(-1) * (depthwise ? kernel.shape().size(-2) : 1);
        float[] gammas = layer.scale() ? LayerWeights.flat(normalization, "gamma", filters) : new float[0];
        float[] betas = layer.center() ? LayerWeights.flat(normalization, "beta", filters) : new float[0];
        float[] means = LayerWeights.flat(normalization, "moving_mean", filters);
        float[] variances = LayerWeights.flat(normalization, "moving_variance", filters);
        float[] ownBias = LayerWeights.bias(weights, usesBias(convolution), filters);
        double[] scale = new double[filters];
        float[] bias = new float[filters];
        for (int f = 0; f < filters; f++) {
            double gamma = layer.scale() ? gammas[f] : 1;
            double beta = layer.center() ? betas[f] : 0;
            scale[f] = gamma / Math.sqrt(variances[f] + layer.epsilon());
            bias[f] = (float) (((double) ownBias[f] - means[f]) * scale[f] + beta);
        }
        float[] values = kernel.toFloats();
        scaleColumns(values, scale);
        Map<String, Tensor> folded = new LinkedHashMap<>();
        weights.find("depthwise_kernel").ifPresent(own -> folded.put("depthwise_kernel", own));
        folded.put(kernelName(convolution), Tensor.wrap(kernel.shape(), values));
        folded.put("bias", Tensor.wrap(Shape.of(filters), bias));
        return Weights.of(folded);
    }

    /** By itself, so that C2 compiles this loop and not all around it, which took 0.13 s of a first answer. */
    private static void scaleColumns(float[] values, double[] scale) {
        for (int row = 0; row < values.length; row += scale.length) {
            for (int i = 0; i < scale.length; i++) {
                values[row + i] = (float) (values[row + i] * scale[i]);
            }
        }
    }
}
