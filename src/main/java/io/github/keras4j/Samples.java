package io.github.keras4j;

import io.github.keras4j.errors.InputException;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Network;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Samples as Java programs have them, as the tensors that a model takes. */
final class Samples {
    private Samples() {}

    /**
     * One sample, as a batch of one.
     *
     * @param value a number, a boolean, a string, a list or an array of these of any depth, or a tensor without a batch
     *     axis
     * @throws InputException for anything else, and for a size that the input does not take
     */
    static Tensor of(Network network, int input, @Nullable Object value) {
        Core.InputLayer layer =
                (Core.InputLayer) network.node(network.inputs().get(input)).layer();
        Shape sample = layer.accepted().slice(1, layer.accepted().rank());
        Tensor tensor = tensor(layer.name(), value);
        if ((tensor.dtype() == DType.STRING) != (layer.inputDtype() == DType.STRING)) {
            throw new InputException("input '" + layer.name() + "' of model '" + network.name() + "' takes "
                    + layer.inputDtype() + ". Received: " + describe(value));
        }
        boolean fits = tensor.shape().isCompatibleWith(sample);
        if (!fits && sample.isKnown() && sample.elements() == tensor.size()) {
            return tensor.reshape(sample.prepend(1)); // flat numbers, or a single one for (1,)
        }
        if (!fits) {
            throw new InputException("input '" + layer.name() + "' of model '" + network.name()
                    + "' takes samples of shape " + sample + ". Received: " + tensor.shape());
        }
        return tensor.reshape(tensor.shape().prepend(1));
    }

    private static Tensor tensor(String input, @Nullable Object value) {
        try {
            if (value instanceof Tensor tensor) {
                return tensor;
            }
            if (value instanceof String text) {
                return Tensor.of(Shape.of(), text);
            }
            if (value instanceof Number number) {
                return scalar(number);
            }
            if (value instanceof Boolean flag) {
                return Tensor.wrap(Shape.of(), new boolean[] {flag});
            }
            if (value instanceof List<?> list && !list.isEmpty()) {
                List<Tensor> parts = new ArrayList<>();
                for (Object one : list) {
                    Tensor part = tensor(input, one);
                    parts.add(part.reshape(part.shape().prepend(1)));
                }
                return Tensor.concatenate(alike(parts));
            }
            if (value != null && value.getClass().isArray()) {
                return Tensor.of(value);
            }
        } catch (IllegalArgumentException e) {
            throw new InputException("input '" + input + "': " + e.getMessage(), e);
        }
        throw new InputException("input '" + input + "' takes a number, a boolean, a string, or a list or an array of"
                + " these. Received: " + describe(value));
    }

    /** Integers stay such: an index past 2^24 is no float. */
    private static Tensor scalar(Number number) {
        boolean whole = number instanceof Integer
                || number instanceof Long
                || number instanceof Short
                || number instanceof Byte;
        return whole
                ? Tensor.wrap(Shape.of(), new long[] {number.longValue()})
                : Tensor.wrap(Shape.of(), new double[] {number.doubleValue()});
    }

    /** JSON's {@code [1, 2.5]} holds an integer and a float. */
    private static List<Tensor> alike(List<Tensor> parts) {
        boolean mixed = parts.stream().map(Tensor::dtype).distinct().count() > 1
                && parts.stream().noneMatch(part -> part.dtype() == DType.STRING);
        return mixed ? parts.stream().map(part -> part.cast(DType.FLOAT64)).toList() : parts;
    }

    private static String describe(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        return value.getClass().isArray()
                ? value.getClass().getSimpleName()
                : value.getClass().getName();
    }

    /** Rows of equal length behind each other. */
    static float[] flat(String model, float[][] rows) {
        int length = rows[0].length;
        float[] flat = new float[Math.multiplyExact(rows.length, length)];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != length) {
                throw new InputException("All samples of model '" + model + "' have one length. Received: "
                        + rows[i].length + " numbers in sample " + i + " after " + length + " in sample 0");
            }
            System.arraycopy(rows[i], 0, flat, i * length, length);
        }
        return flat;
    }

    /** The rows of a tensor, each flat. */
    static float[][] rows(Tensor tensor) {
        int count = tensor.shape().size(0);
        float[] flat = tensor.toFloats();
        float[][] rows = new float[count][];
        for (int i = 0; i < count; i++) {
            rows[i] = Arrays.copyOfRange(flat, i * (flat.length / count), (i + 1) * (flat.length / count));
        }
        return rows;
    }
}
