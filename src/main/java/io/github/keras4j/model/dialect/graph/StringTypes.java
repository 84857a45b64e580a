package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.NumberType;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.Unknown;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.operations.LayerTypes;
import io.github.keras4j.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where strings flow: only layers that look them up, hash them or move them take strings, and those that look words up
 * take nothing else. Whatever else meets strings is refused by name.
 */
public final class StringTypes {
    private final boolean hashesFloats;

    /** @param hashesFloats whether Hashing cuts floats to integers; tf.keras's fails on them (hashing.py 2.15) */
    public StringTypes(boolean hashesFloats) {
        this.hashesFloats = hashesFloats;
    }

    /** The network, with the layers refused that get strings and don't take them, or don't get them and want them. */
    public Network checked(Network network) {
        List<List<NumberType>> types = new ArrayList<>();
        List<Node> nodes = new ArrayList<>();
        for (Node node : network.nodes()) {
            List<NumberType> given = node.inputs().stream()
                    .map(input -> LayerTypes.pick(input, types))
                    .toList();
            boolean byKeyword = node.keywordInputs().values().stream()
                    .anyMatch(input -> LayerTypes.pick(input, types) == NumberType.STRING);
            Node kept = node;
            String reason = reason(node.layer(), given, byKeyword);
            if (!reason.isEmpty()) {
                kept = node.withLayer(new Unknown(node.layer().info(), reason));
            } else if (node.layer() instanceof Wrapper.NestedModel nested) {
                Network inner = checked(nested.network());
                kept = inner == nested.network() ? node : node.withLayer(new Wrapper.NestedModel(nested.info(), inner));
            }
            types.add(LayerTypes.outputs(node, types));
            nodes.add(kept);
        }
        return network.withNodes(nodes);
    }

    private String reason(Layer layer, List<NumberType> given, boolean byKeyword) {
        long strings = given.stream().filter(type -> type == NumberType.STRING).count();
        boolean all = strings == given.size();
        if (strings > 0 && layer instanceof Wrapper.NestedModel nested) {
            return Stream.iterate(0, i -> i < given.size(), i -> i + 1)
                            .allMatch(i -> given.get(i) == NumberType.STRING == takesStrings(nested.network(), i))
                    ? ""
                    : "it is a model that takes numbers. Received: strings.";
        }
        if ((strings > 0 && !takesStrings(layer, all) || byKeyword) && !(layer instanceof Unknown)) {
            return "it takes numbers. Received: an input of strings. Look them up first, by a StringLookup,"
                    + " TextVectorization or Hashing.";
        }
        if (!all && wantsStrings(layer)) {
            return "it takes strings. Received: an input of " + given.get(0).kerasName() + ".";
        }
        if (layer instanceof Preprocessing.Hashing hashing) {
            boolean masksStrings = hashing.maskValue()
                    .filter(value -> value.dtype() == DType.STRING)
                    .isPresent();
            if (hashing.maskValue().isPresent() && masksStrings != all) {
                return "its mask_value is of another type than its input, "
                        + given.get(0).kerasName() + ".";
            }
            return given.get(0).isFloating() && !hashesFloats
                    ? "it takes strings or integers. Received: an input of "
                            + given.get(0).kerasName() + "."
                    : "";
        }
        boolean crossesFloats = layer instanceof Preprocessing.HashedCrossing
                && given.stream().anyMatch(type -> type != NumberType.STRING && !type.isInteger());
        return crossesFloats ? "it takes strings or integers. Received: inputs of " + given + "." : "";
    }

    private static boolean takesStrings(Network network, int input) {
        return network.node(network.inputs().get(input)).layer() instanceof Core.InputLayer layer
                && layer.inputDtype() == DType.STRING;
    }

    private static boolean takesStrings(Layer layer, boolean all) {
        return layer instanceof Preprocessing.IndexLookup lookup && !lookup.integers() && !lookup.invert()
                || layer instanceof Preprocessing.TextVectorization
                || layer instanceof Preprocessing.Hashing
                || layer instanceof Preprocessing.HashedCrossing
                || layer instanceof Shaping.Reshape
                || layer instanceof Shaping.Flatten flatten && !flatten.channelsFirst()
                || layer instanceof Merging.Concatenate && all;
    }

    private static boolean wantsStrings(Layer layer) {
        return layer instanceof Preprocessing.IndexLookup lookup && !lookup.integers() && !lookup.invert()
                || layer instanceof Preprocessing.TextVectorization;
    }
}
