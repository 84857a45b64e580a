package io.github.keras4j.engine.purejava.kernels;

/**
 * Weights for samples that lie side by side, one per vector lane: blocks of 5 rows, {@code [depth][8]} each (see {@link
 * VectorGemm#block}), the last one filled up with zeros.
 *
 * @param rows a multiple of 5
 * @param depth how many numbers a row has
 * @param packed the blocks
 * @param start what each row's sum starts from, in every lane: {@code [rows][lanes]}
 */
public record LaneWeights(int rows, int depth, float[] packed, float[] start) {
    /**
     * @param columns row-major matrices with {@code bias.length} columns; a column of all of them is a row here
     * @param order which column becomes which row
     */
    public static LaneWeights of(int lanes, float[] bias, int[] order, float[]... columns) {
        int rows = (order.length + VectorGemm.ROWS - 1) / VectorGemm.ROWS * VectorGemm.ROWS;
        int depth = 0;
        for (float[] matrix : columns) {
            depth += matrix.length / bias.length;
        }
        float[] packed = new float[rows / VectorGemm.ROWS * depth * VectorGemm.BLOCK];
        float[] start = new float[rows * lanes];
        for (int row = 0; row < order.length; row++) {
            java.util.Arrays.fill(start, row * lanes, (row + 1) * lanes, bias[order[row]]);
            int to = row / VectorGemm.ROWS * depth * VectorGemm.BLOCK + row % VectorGemm.ROWS;
            for (float[] matrix : columns) {
                for (int from = order[row]; from < matrix.length; from += bias.length, to += VectorGemm.BLOCK) {
                    packed[to] = matrix[from];
                }
            }
        }
        return new LaneWeights(rows, depth, packed, start);
    }
}
