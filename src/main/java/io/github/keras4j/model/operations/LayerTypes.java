package io.github.keras4j.model.operations;

import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.NumberType;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.TensorOperation;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Wrapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The types of what layers give, for operations on them in files that do not say it. */
public final class LayerTypes {
    private LayerTypes() {}

    /**
     * The types of a node's outputs; the last one holds for all further outputs.
     *
     * @param before the same of the nodes before it
     */
    public static List<NumberType> outputs(Node node, List<List<NumberType>> before) {
        Layer layer = node.layer();
        if (layer instanceof Core.InputLayer input) {
            return List.of(fed(input));
        }
        if (layer instanceof Core.Constant constant) {
            return List.of(NumberType.of(constant.value().dtype().kerasName()).orElse(NumberType.FLOAT32));
        }
        if (layer instanceof TensorOperation operation) {
            return operation.types();
        }
        if (layer instanceof Wrapper.NestedModel nested) {
            return outputs(nested.network());
        }
        Optional<NumberType> half = layer.info().half();
        boolean passes = layer instanceof Shaping
                || layer instanceof Core.Passthrough
                || layer instanceof Merging.Concatenate
                || layer instanceof Merging.Elementwise;
        if (passes && !node.inputs().isEmpty()) {
            NumberType given = node.inputs().stream()
                    .map(input -> pick(input, before))
                    .reduce(NumberType::with)
                    .orElse(NumberType.FLOAT32);
            boolean casts = given.isFloating() && (half.isPresent() || given.isHalf());
            return List.of(casts ? half.orElse(NumberType.FLOAT32) : given);
        }
        if (layer instanceof Preprocessing preprocessing) {
            return List.of(of(preprocessing)
                    .orElseGet(() -> half.or(
                                    () -> NumberType.of(layer.info().dtype().kerasName()))
                            .filter(NumberType::isFloating)
                            .orElse(NumberType.FLOAT32)));
        }
        return List.of(half.or(() -> NumberType.of(layer.info().dtype().kerasName()))
                .filter(NumberType::isFloating)
                .orElse(NumberType.FLOAT32));
    }

    /** The type to which Keras casts what is fed. */
    public static NumberType fed(Core.InputLayer input) {
        Object type = input.info()
                .extras()
                .getOrDefault(LayerInfo.FED_TYPE, input.inputDtype().kerasName());
        return NumberType.of(type.toString()).orElse(NumberType.FLOAT32);
    }

    /** The type that a preprocessing layer gives whatever its own; empty: its own. */
    private static Optional<NumberType> of(Preprocessing layer) {
        if (layer instanceof Preprocessing.Discretization) {
            return Optional.of(NumberType.INT64);
        }
        if (layer instanceof Preprocessing.IndexLookup lookup && lookup.invert() && !lookup.integers()) {
            return Optional.of(NumberType.STRING);
        }
        boolean integers = layer instanceof Preprocessing.IndexLookup lookup && lookup.givesIntegers()
                || layer instanceof Preprocessing.TextVectorization texts
                        && texts.lookup().givesIntegers()
                || layer instanceof Preprocessing.Hashing hashing
                        && hashing.outputMode().equals("int")
                || layer instanceof Preprocessing.HashedCrossing crossing
                        && crossing.outputMode().equals("int");
        return integers ? Optional.of(NumberType.INT64) : Optional.empty();
    }

    /** Whether a layer gives integers. */
    public static boolean givesIntegers(Preprocessing layer) {
        return layer instanceof Preprocessing.Discretization discretization
                ? discretization.outputMode().equals("int")
                : of(layer).filter(NumberType::isInteger).isPresent();
    }

    /** The types of the outputs of all nodes. */
    public static List<List<NumberType>> all(Network network) {
        List<List<NumberType>> types = new ArrayList<>();
        network.nodes().forEach(node -> types.add(outputs(node, types)));
        return types;
    }

    private static List<NumberType> outputs(Network network) {
        List<List<NumberType>> types = all(network);
        return network.outputs().stream().map(ref -> pick(ref, types)).toList();
    }

    /** The type that a reference points to. */
    public static NumberType pick(TensorRef ref, List<List<NumberType>> types) {
        List<NumberType> outputs = types.get(ref.node());
        return outputs.get(Math.min(ref.output(), outputs.size() - 1));
    }
}
