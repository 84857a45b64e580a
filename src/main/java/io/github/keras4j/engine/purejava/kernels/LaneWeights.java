package io.github.keras4j.engine.purejava.kernels;

import java.util.Arrays;

/**
 * Weights for samples that lie side by side, one per vector lane, in the kernels' own layout.
 *
 * @param rows how many there are, filled up with zeros to whole blocks or tiles
 * @param depth how many numbers a row has
 * @param in how many of them are the inputs', with what fills them up; the states' follow
 * @param packed {@link Kernels#packLanes}'s
 * @param start what each row's sum starts from or gets, in every lane: {@code [rows][lanes]}
 * @param stretches how long the stretches of a row's sum are that are added up by themselves; empty: it is one
 * @param places where each stretch's first row begins in {@code packed}
 */
public record LaneWeights(int rows, int depth, int in, float[] packed, float[] start, int[] stretches, int[] places) {
    private static final int[] ONE = {};

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
        return new LaneWeights(rows, depth, in, packed, start(lanes, rows, bias, order), ONE, ONE);
    }

    /**
     * For {@link WideTiles}: stretches of the inputs' rows and then of the states', each filled up to an even length, where the
     * tiles read them. Short ones lie behind one another in one strip of rows.
     */
    static LaneWeights inStrips(int lanes, float[] bias, int[] order, float[] inputs, float[] states) {
        int rows = order.length;
        int in = inputs.length / bias.length;
        int units = states.length / bias.length;
        int[] ofInputs = cut(in);
        int[] ofStates = cut(units);
        int[] stretches = Arrays.copyOf(ofInputs, ofInputs.length + ofStates.length);
        System.arraycopy(ofStates, 0, stretches, ofInputs.length, ofStates.length);
        int[] places = new int[stretches.length];
        int strip = 0;
        int end = 0;
        for (int i = 0; i < stretches.length; i++) {
            if (end + stretches[i] > WideTiles.DEEPEST) {
                strip++;
                end = 0;
            }
            places[i] = strip * rows * WideTiles.STRIDE + end;
            end += stretches[i];
        }
        float[] packed = new float[(strip + 1) * rows * WideTiles.STRIDE];
        for (int i = 0; i < stretches.length; i++) {
            boolean first = i < ofInputs.length;
            float[] from = first ? inputs : states;
            int begin = (first ? i : i - ofInputs.length) * (first ? ofInputs : ofStates)[0];
            int length = Math.min(stretches[i], (first ? in : units) - begin);
            for (int row = 0; row < rows; row++) {
                int to = places[i] + row * WideTiles.STRIDE;
                for (int p = 0; p < length; p++) {
                    packed[to + p] = from[(begin + p) * bias.length + order[row]];
                }
            }
        }
        int evenIn = in + in % 2;
        int depth = evenIn + units + units % 2;
        return new LaneWeights(rows, depth, evenIn, packed, start(lanes, rows, bias, order), stretches, places);
    }

    /** How long a sum's stretches are, the last filled up to an even length. */
    private static int[] cut(int depth) {
        int length = WideProducts.stretch(depth);
        int[] stretches = new int[Math.max(1, (depth + length - 1) / length)];
        Arrays.fill(stretches, length);
        int last = depth - (stretches.length - 1) * length;
        stretches[stretches.length - 1] = last + last % 2;
        return stretches;
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
