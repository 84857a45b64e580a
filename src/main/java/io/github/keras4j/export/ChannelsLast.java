package io.github.keras4j.export;

import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Pooling;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.TensorRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A layer of channels_first between two Permutes: TensorFlow's kernels on a CPU have channels_last alone (tf.keras
 * 2.15: "The Conv2D op currently only supports the NHWC tensor format on the CPU"; Keras 2.2.4 turns the data itself).
 * The second Permute takes the layer's name, so that the name gives what it always gave.
 */
final class ChannelsLast {
    private final Layer original;
    private final Layer inner;
    private final String before;

    /** @param others the nodes that are there, whose names are taken */
    ChannelsLast(Layer layer, List<Node> others) {
        Set<String> names = new HashSet<>();
        others.forEach(node -> names.add(node.layer().name()));
        original = layer;
        String name = layer.name() + "_channels_last";
        while (names.contains(name)) { // another call, or a layer that is called so
            name += "_";
        }
        before = name + "_in";
        inner = turned(layer, layer.name() + "_channels_last");
    }

    static boolean isWanted(Layer layer) {
        return layer instanceof Convolutional.Conv conv && conv.channelsFirst()
                || layer instanceof Convolutional.ConvTranspose transpose && transpose.channelsFirst()
                || layer instanceof Convolutional.DepthwiseConv depthwise && depthwise.channelsFirst()
                || layer instanceof Convolutional.SeparableConv separable && separable.channelsFirst()
                || layer instanceof Pooling.Pool pool && pool.channelsFirst();
    }

    Layer inner() {
        return inner;
    }

    /** Adds the three calls; what is answered gives what the layer gave. */
    TensorRef add(TensorRef input, List<Node> nodes) {
        Set<String> names = new HashSet<>();
        nodes.forEach(node -> names.add(node.layer().name()));
        String after = original.name();
        while (names.contains(after)) {
            after += "_again";
        }
        int rank = rank();
        List<Integer> last = new ArrayList<>();
        List<Integer> first = new ArrayList<>(List.of(rank + 1));
        for (int axis = 1; axis <= rank; axis++) {
            last.add(axis + 1);
            first.add(axis);
        }
        last.add(1);
        nodes.add(new Node(new Shaping.Permute(info(before, "Permute"), last), List.of(input)));
        nodes.add(new Node(inner, List.of(new TensorRef(nodes.size() - 1, 0))));
        nodes.add(new Node(
                new Shaping.Permute(info(after, "Permute"), first), List.of(new TensorRef(nodes.size() - 1, 0))));
        return new TensorRef(nodes.size() - 1, 0);
    }

    private int rank() {
        return original instanceof Convolutional.Conv conv
                ? conv.kernelSize().size()
                : original instanceof Convolutional.ConvTranspose transpose
                        ? transpose.kernelSize().size()
                        : original instanceof Convolutional.DepthwiseConv depthwise
                                ? depthwise.kernelSize().size()
                                : original instanceof Convolutional.SeparableConv separable
                                        ? separable.kernelSize().size()
                                        : ((Pooling.Pool) original).poolSize().size();
    }

    private LayerInfo info(String name, String className) {
        return new LayerInfo(name, className, original.info().dtype(), true, Map.of());
    }

    private static Layer turned(Layer layer, String name) {
        LayerInfo old = layer.info();
        LayerInfo info = new LayerInfo(name, old.className(), old.dtype(), old.trainable(), old.extras());
        if (layer instanceof Convolutional.Conv c) {
            return new Convolutional.Conv(
                    info,
                    c.filters(),
                    c.kernelSize(),
                    c.strides(),
                    c.padding(),
                    c.dilation(),
                    c.groups(),
                    false,
                    c.activation(),
                    c.useBias());
        } else if (layer instanceof Convolutional.ConvTranspose c) {
            return new Convolutional.ConvTranspose(
                    info,
                    c.filters(),
                    c.kernelSize(),
                    c.strides(),
                    c.padding(),
                    c.outputPadding(),
                    c.dilation(),
                    false,
                    c.activation(),
                    c.useBias());
        } else if (layer instanceof Convolutional.DepthwiseConv c) {
            return new Convolutional.DepthwiseConv(
                    info,
                    c.kernelSize(),
                    c.strides(),
                    c.padding(),
                    c.dilation(),
                    c.depthMultiplier(),
                    false,
                    c.activation(),
                    c.useBias());
        } else if (layer instanceof Convolutional.SeparableConv c) {
            return new Convolutional.SeparableConv(
                    info,
                    c.filters(),
                    c.kernelSize(),
                    c.strides(),
                    c.padding(),
                    c.dilation(),
                    c.depthMultiplier(),
                    false,
                    c.activation(),
                    c.useBias());
        }
        Pooling.Pool p = (Pooling.Pool) layer;
        return new Pooling.Pool(info, p.reduction(), p.poolSize(), p.strides(), p.padding(), false);
    }
}
