package io.github.keras4j.engine.purejava;

import io.github.keras4j.engine.purejava.values.Texts;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * How a model's inputs get into a program's float buffers: numbers as they are, strings as their indices among the
 * call's {@link Texts}. Integers that are only looked up or hashed go there as well, since a float holds them only up
 * to 2^24.
 */
final class TextInputs {
    private static final long EXACT = 1 << 24;

    private enum Way {
        NUMBERS,
        /** Looked up by one layer, and something else for another. */
        EXACT_NUMBERS,
        INTEGERS,
        STRINGS
    }

    private final List<String> names = new ArrayList<>();
    private final List<Way> ways = new ArrayList<>();
    private final List<DType> types = new ArrayList<>();
    private final boolean open;
    private final boolean hasTexts;

    TextInputs(Network network) {
        open = network.isAsLongAsItsTexts();
        for (TensorRef ref : network.inputs()) {
            names.add(network.node(ref).layer().name());
            DType type =
                    network.node(ref).layer() instanceof Core.InputLayer input ? input.inputDtype() : DType.FLOAT32;
            types.add(type);
            List<Boolean> lookedUp = lookedUp(network, ref);
            ways.add(
                    type == DType.STRING
                            ? Way.STRINGS
                            : !type.isInteger() || !lookedUp.contains(true)
                                    ? Way.NUMBERS
                                    : lookedUp.contains(false) ? Way.EXACT_NUMBERS : Way.INTEGERS);
        }
        hasTexts = ways.contains(Way.STRINGS) || ways.contains(Way.INTEGERS);
    }

    /** Whether the texts of a call decide the size of something in the model. */
    boolean isOpen() {
        return open;
    }

    /** Whether that input lies among the texts. */
    boolean isText(int input) {
        return ways.get(input) == Way.STRINGS || ways.get(input) == Way.INTEGERS;
    }

    boolean hasTexts() {
        return hasTexts;
    }

    /**
     * The inputs of a call as float buffers.
     *
     * @throws Keras4jException for strings where numbers belong, or the other way round
     */
    float[][] floats(List<Tensor> inputs, Texts texts) {
        texts.clear();
        float[][] floats = new float[inputs.size()][];
        for (int i = 0; i < floats.length; i++) {
            Tensor input = inputs.get(i);
            boolean strings = ways.get(i) == Way.STRINGS;
            if (strings != (input.dtype() == DType.STRING)) {
                throw new InputException("input '" + names.get(i) + "' takes " + (strings ? "strings" : types.get(i))
                        + ". Received: " + input);
            }
            floats[i] = isText(i) ? kept(input, i, texts) : input.toFloats();
            if (ways.get(i) == Way.EXACT_NUMBERS) {
                check(input, i);
            }
        }
        return floats;
    }

    private float[] kept(Tensor input, int place, Texts texts) {
        float[] indices = new float[input.size()];
        for (int i = 0; i < indices.length; i++) {
            if (ways.get(place) == Way.STRINGS) {
                indices[i] = texts.add(input.getString(i));
            } else {
                indices[i] = texts.add(integer(input, place, i));
            }
        }
        return indices;
    }

    private long integer(Tensor input, int place, int i) {
        long number = input.getLong(i);
        if (types.get(place) == DType.INT32 && number != (int) number
                || input.dtype().isFloating() && Math.abs(input.getDouble(i)) > 1L << 53) {
            throw new InputException(
                    "input '" + names.get(place) + "' takes " + types.get(place) + ". Received: " + input.getDouble(i));
        }
        return number;
    }

    private void check(Tensor input, int place) {
        for (int i = 0; i < input.size(); i++) {
            if (Math.abs(input.getDouble(i)) > EXACT) {
                throw new InputException("input '" + names.get(place) + "' is looked up by one layer and is a number"
                        + " for another, so it takes integers up to 2^24, which floats hold. Received: "
                        + input.getLong(i));
            }
        }
    }

    /** For each reader of a tensor, whether it looks integers up. */
    private static List<Boolean> lookedUp(Network network, TensorRef ref) {
        List<Boolean> readers = new ArrayList<>();
        for (Node node : network.nodes()) {
            for (int i = 0; i < node.inputs().size(); i++) {
                if (!node.inputs().get(i).equals(ref)) {
                    continue;
                }
                if (node.layer() instanceof Wrapper.NestedModel nested) {
                    readers.addAll(
                            lookedUp(nested.network(), nested.network().inputs().get(i)));
                } else {
                    readers.add(node.layer() instanceof Preprocessing.Hashing
                            || node.layer() instanceof Preprocessing.HashedCrossing
                            || node.layer() instanceof Preprocessing.IndexLookup lookup && !lookup.invert());
                }
            }
            if (node.keywordInputs().containsValue(ref)) {
                readers.add(false);
            }
        }
        if (network.outputs().contains(ref)) {
            readers.add(false);
        }
        return readers;
    }
}
