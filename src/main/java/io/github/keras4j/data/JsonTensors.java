package io.github.keras4j.data;

import io.github.keras4j.Keras4jException;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Nested JSON lists as tensors. JSON has no element types, so all integers give int64, all booleans bool, anything
 * else float64; whoever knows the type casts.
 */
public final class JsonTensors {
    private JsonTensors() {}

    /**
     * @param node a number, a boolean or rectangular nested lists of them
     * @throws Keras4jException for rows that differ in length, or an element that is no number; it names the place
     */
    public static Tensor read(JsonNode node) {
        Shape shape = shapeOf(node);
        double[] values = new double[shape.elements()];
        Kinds kinds = new Kinds();
        fill(node, shape, new ArrayList<>(), values, 0, kinds);
        Tensor tensor = Tensor.wrap(shape, values);
        if (kinds.others || values.length == 0) {
            return tensor;
        }
        return kinds.integers && kinds.booleans
                ? tensor
                : kinds.integers ? tensor.cast(DType.INT64) : tensor.cast(DType.BOOL);
    }

    /**
     * The tensor as a model's input wants it.
     *
     * @throws Keras4jException for a fraction where integers are wanted, or a number too great for float32
     */
    public static Tensor as(DType dtype, Tensor tensor) {
        if (dtype == tensor.dtype()) {
            return tensor;
        }
        Tensor cast = tensor.cast(dtype);
        for (int i = 0; i < tensor.size(); i++) {
            double wanted = tensor.getDouble(i);
            double got = cast.getDouble(i);
            boolean lost = dtype.isFloating() ? Double.isInfinite(got) && !Double.isInfinite(wanted) : got != wanted;
            if (lost) {
                throw new Keras4jException(
                        "a number is no " + dtype + ". Received: " + wanted + " at " + index(tensor.shape(), i));
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

    private static Shape shapeOf(JsonNode node) {
        List<Integer> sizes = new ArrayList<>();
        JsonNode level = node;
        while (level.isArray()) {
            sizes.add(level.size());
            if (level.isEmpty()) {
                break;
            }
            level = level.get(0);
        }
        try {
            Shape shape = Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
            shape.elements();
            return shape;
        } catch (ArithmeticException e) {
            throw new Keras4jException("too many numbers for one tensor. Received: sizes " + sizes, e);
        }
    }

    private static int fill(JsonNode node, Shape shape, List<Integer> at, double[] values, int next, Kinds kinds) {
        int depth = at.size();
        if (depth == shape.rank()) {
            values[next] = element(node, at, kinds);
            return next + 1;
        }
        if (!node.isArray() || node.size() != shape.size(depth)) {
            throw new Keras4jException("rows differ in length. Received: "
                    + (node.isArray() ? node.size() + " elements" : Json.describe(node)) + " at " + at
                    + " where the first row has " + shape.size(depth));
        }
        int position = next;
        for (int i = 0; i < node.size(); i++) {
            at.add(i);
            position = fill(node.get(i), shape, at, values, position, kinds);
            at.remove(at.size() - 1);
        }
        return position;
    }

    private static double element(JsonNode node, List<Integer> at, Kinds kinds) {
        if (node.isBoolean()) {
            kinds.booleans = true;
            return node.booleanValue() ? 1 : 0;
        }
        if (!node.isNumber()) {
            throw new Keras4jException("an element is no number. Received: " + Json.describe(node) + " at " + at);
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong() || Math.abs(node.doubleValue()) > 1L << 53) {
            kinds.others = true;
        } else {
            kinds.integers = true;
        }
        return node.doubleValue();
    }

    private static final class Kinds {
        boolean integers;
        boolean booleans;
        boolean others;
    }
}
