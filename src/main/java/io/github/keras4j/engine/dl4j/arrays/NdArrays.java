package io.github.keras4j.engine.dl4j.arrays;

import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Between tensors and nd4j's arrays, row-major both. */
public final class NdArrays {
    private NdArrays() {}

    /** A fresh array of float or double; integers become floats, as DL4J's embeddings take them. */
    public static INDArray of(Tensor tensor, DataType type) {
        long[] sizes = Arrays.stream(tensor.shape().sizes()).asLongStream().toArray();
        return type == DataType.DOUBLE
                ? Nd4j.create(tensor.toDoubles(), sizes, 'c')
                : Nd4j.create(tensor.toFloats(), sizes, 'c');
    }

    /** The elements copied in row-major order. */
    public static Tensor toTensor(INDArray array) {
        Shape shape =
                Shape.of(Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray());
        INDArray ordered = array.dup('c');
        return array.dataType() == DataType.DOUBLE
                ? Tensor.wrap(shape, ordered.data().asDouble())
                : Tensor.wrap(shape, ordered.data().asFloat());
    }
}
