package io.github.keras4j.tensor;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Between nested Java arrays, flat arrays and tensors. */
final class NestedArrays {
    private NestedArrays() {}

    static Object newArray(DType dtype, int length) {
        return switch (dtype) {
            case FLOAT32 -> new float[length];
            case FLOAT64 -> new double[length];
            case INT32 -> new int[length];
            case INT64 -> new long[length];
            case BOOL -> new boolean[length];
            case STRING -> {
                String[] texts = new String[length];
                Arrays.fill(texts, "");
                yield texts;
            }
        };
    }

    static Tensor toTensor(Object nested) {
        List<Integer> sizes = new ArrayList<>();
        Object level = nested;
        Class<?> type = nested.getClass();
        while (type.isArray()) {
            int length = level == null ? 0 : Array.getLength(level);
            sizes.add(length);
            type = type.getComponentType();
            level = type.isArray() && length > 0 ? Array.get(level, 0) : null;
        }
        Shape shape = Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
        Object flat = newArray(dtypeOf(type), shape.elements());
        fill(nested, shape, 0, flat, 0);
        return wrap(shape, flat);
    }

    static Tensor transpose(Tensor tensor, Object data, int... axes) {
        int[] from = tensor.shape().sizes();
        if (axes.length != from.length) {
            throw new IllegalArgumentException(
                    "One axis per axis of the tensor. Received: " + axes.length + " axes for shape " + tensor.shape());
        }
        int[] strides = new int[from.length];
        int stride = 1;
        for (int axis = from.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= from[axis];
        }
        int[] to = new int[from.length];
        for (int axis = 0; axis < axes.length; axis++) {
            to[axis] = from[axes[axis]];
        }
        Object target = newArray(tensor.dtype(), tensor.size());
        int[] index = new int[to.length];
        for (int i = 0, n = tensor.size(); i < n; i++) {
            int source = 0;
            for (int axis = 0; axis < to.length; axis++) {
                source += index[axis] * strides[axes[axis]];
            }
            System.arraycopy(data, source, target, i, 1);
            for (int axis = to.length - 1; axis >= 0 && ++index[axis] == to[axis]; axis--) {
                index[axis] = 0;
            }
        }
        return wrap(Shape.of(to), target);
    }

    private static Tensor wrap(Shape shape, Object flat) {
        if (flat instanceof float[] floats) {
            return Tensor.wrap(shape, floats);
        }
        if (flat instanceof double[] doubles) {
            return Tensor.wrap(shape, doubles);
        }
        if (flat instanceof int[] ints) {
            return Tensor.wrap(shape, ints);
        }
        if (flat instanceof String[] texts) {
            return Tensor.wrap(shape, texts);
        }
        return flat instanceof long[] longs ? Tensor.wrap(shape, longs) : Tensor.wrap(shape, (boolean[]) flat);
    }

    private static DType dtypeOf(Class<?> type) {
        if (type == float.class) {
            return DType.FLOAT32;
        }
        if (type == double.class) {
            return DType.FLOAT64;
        }
        if (type == int.class) {
            return DType.INT32;
        }
        if (type == long.class) {
            return DType.INT64;
        }
        if (type == boolean.class) {
            return DType.BOOL;
        }
        if (type == String.class) {
            return DType.STRING;
        }
        throw new IllegalArgumentException(
                "A tensor is made of float, double, int, long, boolean or String. Received: " + type.getName());
    }

    private static int fill(Object nested, Shape shape, int axis, Object flat, int at) {
        int length = Array.getLength(nested);
        if (length != shape.size(axis)) {
            throw new IllegalArgumentException("Rows differ in length. Received: " + length + " elements on axis "
                    + axis + " where the first row has " + shape.size(axis));
        }
        if (axis == shape.rank() - 1) {
            System.arraycopy(nested, 0, flat, at, length);
            return at + length;
        }
        int next = at;
        for (int i = 0; i < length; i++) {
            next = fill(Array.get(nested, i), shape, axis + 1, flat, next);
        }
        return next;
    }
}
