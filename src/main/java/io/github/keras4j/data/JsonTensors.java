package io.github.keras4j.data;

import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/**
 * Nested JSON lists as tensors. JSON has no element types, so all integers give int64, all booleans bool, all strings
 * string, anything else float64; whoever knows the type casts.
 */
public final class JsonTensors {
    private JsonTensors() {}

    /**
     * @param node a number, a boolean, a string or rectangular nested lists of them
     * @throws Keras4jException for rows that differ in length, an element that is neither, or strings among numbers; it
     *     names the place
     */
    public static Tensor read(JsonNode node) {
        try (JsonParser parser = Json.tokens(node)) {
            parser.nextToken();
            return NestedNumbers.read(parser, NestedNumbers.Kind.EITHER);
        }
    }

    /**
     * How many elements there are in what {@link #read} would read; it checks the same and keeps none. Of strings it is
     * the complement of their number.
     *
     * @param parser at the first token of the value; afterwards at its last
     * @throws Keras4jException as {@link #read}
     */
    public static long count(JsonParser parser) {
        return NestedNumbers.count(parser);
    }

    /** The number or boolean (1 or 0) at which a parser stands, of what {@link #count} has looked at. */
    public static double scalar(JsonParser parser) {
        return NestedNumbers.scalar(parser, () -> "its place");
    }

    /**
     * The string at which a parser stands.
     *
     * @throws Keras4jException for anything else
     */
    public static String string(JsonParser parser) {
        return NestedNumbers.string(parser, () -> "its place");
    }

    /**
     * Strings read one by one as a tensor.
     *
     * @throws Keras4jException for a string that no UTF-8 holds
     */
    public static Tensor strings(Shape shape, List<String> strings) {
        return NestedNumbers.strings(shape, strings);
    }

    /**
     * The tensor as a model's input wants it.
     *
     * @throws Keras4jException for strings where numbers are wanted or the other way round, for a fraction where integers are wanted, an integer that float64 does not hold
     *     exactly, or a number too great for float32
     */
    public static Tensor as(DType dtype, Tensor tensor) {
        if (dtype == tensor.dtype()) {
            return tensor;
        }
        if (dtype == DType.STRING || tensor.dtype() == DType.STRING) {
            throw new InputException((dtype == DType.STRING ? "strings are wanted" : "numbers are wanted: " + dtype)
                    + ". Received: " + (tensor.dtype() == DType.STRING ? "strings" : "numbers"));
        }
        Tensor cast = tensor.cast(dtype);
        for (int i = 0; i < tensor.size(); i++) {
            double wanted = tensor.getDouble(i);
            double got = cast.getDouble(i);
            boolean lost = dtype.isFloating()
                    ? Double.isInfinite(got) && !Double.isInfinite(wanted)
                    : got != wanted || Math.abs(wanted) > NestedNumbers.EXACT;
            if (lost) {
                throw new InputException(
                        "a number does not fit " + dtype + ". Received: " + wanted + " at " + index(tensor.shape(), i));
            }
        }
        return cast;
    }

    /** A flat index as numpy writes it: {@code (17, 2)}. */
    private static String index(Shape shape, int flat) {
        int[] index = new int[shape.rank()];
        int rest = flat;
        for (int axis = index.length - 1; axis >= 0; axis--) {
            index[axis] = rest % shape.size(axis);
            rest /= shape.size(axis);
        }
        return Shape.of(index).toString();
    }
}
