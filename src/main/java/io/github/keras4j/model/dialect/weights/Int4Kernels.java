package io.github.keras4j.model.dialect.weights;

import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Kernels of four bits as the floats that Keras makes of them (quantizers/quantizers.py 3.15, unpack_int4 and
 * dequantize_with_sz_map). Two numbers of a row lie in a byte, the first in its lower half. With one scale a column a number
 * is divided by that; with one for each block of rows its zero is subtracted and it is multiplied.
 */
final class Int4Kernels {
    private Int4Kernels() {}

    static boolean is(Layer layer) {
        return layer.info().extras().containsKey(LayerInfo.INT4);
    }

    /** How many arrays the file has for a layer that has so many afterwards. */
    static int count(Layer layer, int slots) {
        return slots + (isWhole(layer) ? 1 : 3);
    }

    private static boolean isWhole(Layer layer) {
        return Integer.valueOf(-1).equals(layer.info().extras().get(LayerInfo.INT4));
    }

    /**
     * @param stored the bytes, the bias if there is one, scales and, by blocks, zeros and the block of each row
     * @throws IllegalArgumentException for arrays that do not fit one another
     */
    static List<Tensor> plain(Layer layer, List<WeightSlot> slots, List<Tensor> stored) {
        boolean embedding = layer.className().equals("Embedding");
        Shape shape = slots.get(0).shape();
        Tensor bytes = stored.get(0);
        if (!shape.isKnown() || bytes.shape().rank() != 2) {
            throw new IllegalArgumentException("numbers of four bits lie in rows. Received: " + bytes.shape());
        }
        int rows = bytes.shape().size(0);
        int columns = shape.elements() / rows;
        if (rows * columns != shape.elements()
                || (columns + 1) / 2 != bytes.shape().size(1)) {
            throw new IllegalArgumentException("the bytes are not those of " + shape + ". Received: " + bytes.shape());
        }
        List<Tensor> rest = stored.subList(slots.size(), stored.size());
        float[] numbers = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int pair = (int) bytes.getDouble(row * bytes.shape().size(1) + column / 2);
                int four = (column % 2 == 0 ? pair : pair >> 4) & 0xF;
                float number = (four ^ 8) - 8;
                int at = row * columns + column;
                numbers[at] = isWhole(layer)
                        ? number / scale(rest.get(0), embedding ? row : column)
                        : blocked(number, rest, row, column, columns, embedding);
            }
        }
        List<Tensor> plain = new ArrayList<>(stored.subList(0, slots.size()));
        plain.set(0, Tensor.wrap(shape, numbers));
        return plain;
    }

    private static float scale(Tensor scales, int at) {
        return (float) scales.getDouble(at);
    }

    /** An Embedding's blocks lie along its columns, (rows, blocks); a kernel's along its rows, (blocks, columns). */
    private static float blocked(float number, List<Tensor> rest, int row, int column, int columns, boolean embedding) {
        int block = (int) rest.get(2).getDouble(embedding ? column : row);
        int at = embedding ? row * rest.get(0).shape().size(1) + block : block * columns + column;
        return (number - (float) rest.get(1).getDouble(at))
                * (float) rest.get(0).getDouble(at);
    }
}
