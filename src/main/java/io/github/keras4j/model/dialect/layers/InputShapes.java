package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.NumberType;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The input shape that a layer declares, in all spellings: {@code batch_input_shape} (Keras 1 to tf.keras),
 * {@code batch_shape} (Keras 3), {@code input_shape}, {@code input_dim} with {@code input_length}.
 */
public final class InputShapes {
    private InputShapes() {}

    /** With the batch axis. */
    public static Optional<Shape> declared(Options options) {
        Optional<JsonNode> whole = options.find("batch_input_shape").or(() -> options.find("batch_shape"));
        if (whole.isPresent()) {
            if (whole.get().isEmpty()) {
                throw Options.wrong("batch_input_shape", whole.get(), "the batch's axis and more");
            }
            return whole.map(InputShapes::of);
        }
        return options.find("input_shape").or(() -> options.find("shape")).map(node -> of(node).prepend(Shape.UNKNOWN));
    }

    /**
     * As {@link #declared}, and for a first layer that names its features alone. Keras 1's Embedding has
     * {@code input_dim} as an option of its own: there only {@code input_length} tells of the input.
     */
    public static Optional<Shape> ofFirst(String className, Options options) {
        Optional<Shape> shape = declared(options);
        if (shape.isPresent()) {
            return shape;
        }
        boolean embedding = className.equals("Embedding");
        if (!options.has("input_dim")) {
            return Optional.empty();
        }
        boolean sequence = List.of("LSTM", "GRU", "SimpleRNN", "Conv1D", "LocallyConnected1D", "TimeDistributedDense")
                .contains(className);
        if (embedding || sequence || options.has("input_length")) {
            int length = options.has("input_length") ? options.size("input_length") : Shape.UNKNOWN;
            return Optional.of(
                    embedding
                            ? Shape.of(Shape.UNKNOWN, length)
                            : Shape.of(Shape.UNKNOWN, length, options.size("input_dim")));
        }
        return Optional.of(Shape.of(Shape.UNKNOWN, options.size("input_dim")));
    }

    /** @throws Refusal when it is no list of sizes, null where a size is not known */
    public static Shape of(JsonNode list) {
        if (!list.isArray()) {
            throw Options.wrong("input_shape", list, "a list of sizes");
        }
        int[] sizes = new int[list.size()];
        for (int i = 0; i < sizes.length; i++) {
            JsonNode size = list.get(i);
            if (!size.isNull() && !size.canConvertToInt()) {
                throw Options.wrong("input_shape", list, "a list of sizes");
            }
            if (!size.isNull() && size.intValue() == 0) {
                throw new Refusal("an input without elements is not run. Received: input_shape=" + Options.brief(list));
            }
            sizes[i] = size.isNull() || size.intValue() < 0 ? Shape.UNKNOWN : size.intValue();
        }
        return Shape.of(sizes);
    }

    private static String typeName(Options options) {
        String stated = DTypes.name(options, "input_dtype");
        return stated.isEmpty() ? DTypes.name(options, "dtype") : stated;
    }

    /** An input's common part with the type of what is fed, where {@link #dtype} does not say all of it. */
    static LayerInfo typed(LayerInfo info, Options options) {
        return NumberType.of(typeName(options))
                .filter(type -> type.isHalf() || type.isInteger())
                .filter(type -> type != NumberType.INT32 && type != NumberType.INT64)
                .map(type -> info.with(LayerInfo.FED_TYPE, type.kerasName()))
                .orElse(info);
    }

    /** What is fed: the layer's own type where it says one. */
    public static DType dtype(Options options, DType otherwise) {
        String name = typeName(options);
        return name.isEmpty() ? otherwise : DTypes.of(name);
    }
}
