package io.github.keras4j.model.dialect.layers;

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
            return whole.filter(JsonNode::isArray).map(InputShapes::of);
        }
        return options.find("input_shape")
                .or(() -> options.find("shape"))
                .filter(JsonNode::isArray)
                .map(node -> of(node).prepend(Shape.UNKNOWN));
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
            int length = options.integer("input_length", Shape.UNKNOWN);
            return Optional.of(
                    embedding
                            ? Shape.of(Shape.UNKNOWN, length)
                            : Shape.of(Shape.UNKNOWN, length, options.integer("input_dim")));
        }
        return Optional.of(Shape.of(Shape.UNKNOWN, options.integer("input_dim")));
    }

    public static Shape of(JsonNode list) {
        int[] sizes = new int[list.size()];
        for (int i = 0; i < sizes.length; i++) {
            JsonNode size = list.get(i);
            sizes[i] = size.isNumber() && size.intValue() >= 0 ? size.intValue() : Shape.UNKNOWN;
        }
        return Shape.of(sizes);
    }

    /** What is fed: the layer's own type where it says one. */
    public static DType dtype(Options options, DType otherwise) {
        Optional<JsonNode> stated = options.find("input_dtype").or(() -> options.find("dtype"));
        return stated.map(DTypes::name)
                .filter(name -> !name.isEmpty())
                .map(DTypes::of)
                .orElse(otherwise);
    }
}
