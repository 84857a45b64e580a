package io.github.keras4j.model.dialect.weights;

import io.github.keras4j.model.dialect.layers.Refusal;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.List;

/** numpy's concatenate, flip and slicing, as the layouts' changes need them. */
final class Arrays2 {
    private Arrays2() {}

    /** numpy.concatenate over the last axis. */
    static Tensor concatenateLast(List<Tensor> parts) {
        Tensor first = parts.get(0);
        int rank = first.shape().rank();
        int width = parts.stream().mapToInt(part -> part.shape().size(-1)).sum();
        int rows =
                first.shape().size(-1) == 0 ? 0 : first.size() / first.shape().size(-1);
        double[] joined = new double[rows * width];
        int column = 0;
        for (Tensor part : parts) {
            int own = part.shape().size(-1);
            if (part.shape().rank() != rank || part.size() != rows * own) {
                throw new Refusal("the arrays of its gates differ in shape. Received: "
                        + parts.stream().map(Tensor::shape).toList() + ". Save the model again");
            }
            for (int row = 0; row < rows; row++) {
                for (int i = 0; i < own; i++) {
                    joined[row * width + column + i] = part.getDouble(row * own + i);
                }
            }
            column += own;
        }
        return Tensor.wrap(first.shape().with(-1, width), joined).cast(first.dtype());
    }

    /** The columns of the last axis from one on. */
    static Tensor columns(Tensor tensor, int from, int count) {
        int width = tensor.shape().size(-1);
        int rows = tensor.size() / width;
        double[] part = new double[rows * count];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < count; i++) {
                part[row * count + i] = tensor.getDouble(row * width + from + i);
            }
        }
        return Tensor.wrap(tensor.shape().with(-1, count), part).cast(tensor.dtype());
    }

    /** Turns the first axes round, numpy's {@code kernel[::-1, ::-1]}. */
    static Tensor flipFirst(Tensor tensor, int axes) {
        int[] sizes = tensor.shape().sizes();
        int outer = 1;
        for (int i = 0; i < axes; i++) {
            outer *= sizes[i];
        }
        int inner = outer == 0 ? 0 : tensor.size() / outer;
        double[] flipped = new double[tensor.size()];
        // all of them together turned round are the flat index of the outer axes counted from the end
        for (int i = 0; i < outer; i++) {
            for (int j = 0; j < inner; j++) {
                flipped[i * inner + j] = tensor.getDouble((outer - 1 - i) * inner + j);
            }
        }
        return Tensor.wrap(tensor.shape(), flipped).cast(tensor.dtype());
    }

    static Tensor sumOfHalves(Tensor tensor) {
        int half = tensor.size() / 2;
        Shape shape = Shape.of(half);
        if (tensor.dtype() == DType.FLOAT64) {
            double[] sum = new double[half];
            for (int i = 0; i < half; i++) {
                sum[i] = tensor.getDouble(i) + tensor.getDouble(half + i);
            }
            return Tensor.wrap(shape, sum);
        }
        float[] sum = new float[half];
        for (int i = 0; i < half; i++) {
            sum[i] = tensor.getFloat(i) + tensor.getFloat(half + i);
        }
        return Tensor.wrap(shape, sum);
    }
}
