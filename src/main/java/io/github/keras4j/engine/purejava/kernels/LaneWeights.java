package io.github.keras4j.engine.purejava.kernels;

import java.util.Arrays;

/**
 * Weights for samples that lie side by side, one per vector lane, in the kernels' own layout.
 *
 * @param rows how many there are, filled up with zeros to whole blocks or tiles
 * @param depth how many numbers a row has
 * @param in how many of them are the inputs'; the states' follow
 * @param packed {@link Kernels#packLanes}'s
 * @param start what each row's sum starts from or gets, in every lane: {@code [rows][lanes]}
 */
public record LaneWeights(int rows, int depth, int in, float[] packed, float[] start) {
    /**
     * Blocks of {@link VectorGemm#ROWS} rows, {@code [depth][8]} each (see {@link VectorGemm#block}).
     *
     * @param inputs row-major, with {@code bias.length} columns; a column of it and of {@code states} is a row here
     * @param order which column becomes which row
     */
    static LaneWeights inBlocks(int lanes, float[] bias, int[] order, float[] inputs, float[] states) {
        int rows = (order.length + VectorGemm.ROWS - 1) / VectorGemm.ROWS * VectorGemm.ROWS;
        int in = inputs.length / bias.length;
        int depth = in + states.length / bias.length;
        float[] packed = new float[rows / VectorGemm.ROWS * depth * VectorGemm.BLOCK];
        for (int row = 0; row < order.length; row++) {
            int to = row / VectorGemm.ROWS * depth * VectorGemm.BLOCK + row % VectorGemm.ROWS;
            column(inputs, bias.length, order[row], packed, to, VectorGemm.BLOCK);
            column(states, bias.length, order[row], packed, to + in * VectorGemm.BLOCK, VectorGemm.BLOCK);
        }
        return new LaneWeights(rows, depth, in, packed, start(lanes, rows, bias, order));
    }

    /** As {@link #inBlocks}, but {@code [rows][depth]}, as many rows as make whole tiles. */
    static LaneWeights inRows(int tile, int lanes, float[] bias, int[] order, float[] inputs, float[] states) {
        int rows = (order.length + tile - 1) / tile * tile;
        int in = inputs.length / bias.length;
        int depth = in + states.length / bias.length;
        float[] packed = new float[rows * depth];
        for (int row = 0; row < order.length; row++) {
            column(inputs, bias.length, order[row], packed, row * depth, 1);
            column(states, bias.length, order[row], packed, row * depth + in, 1);
        }
        return new LaneWeights(rows, depth, in, packed, start(lanes, rows, bias, order));
    }

    private static void column(float[] matrix, int columns, int column, float[] to, int at, int distance) {
        for (int from = column, into = at; from < matrix.length; from += columns, into += distance) {
            to[into] = matrix[from];
        }
    }

    private static float[] start(int lanes, int rows, float[] bias, int[] order) {
        float[] start = new float[rows * lanes];
        for (int row = 0; row < order.length; row++) {
            Arrays.fill(start, row * lanes, (row + 1) * lanes, bias[order[row]]);
        }
        return start;
    }
}
