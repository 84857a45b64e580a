package io.github.keras4j.engine.purejava;

import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Weights;

/**
 * What a recurrent layer does in one step, its weights prepared. The input's part of the sums ({@code x kernel +
 * bias}, the projection) needs no state, so a layer computes it for all steps at once.
 */
interface CompiledCell {
    int inputSize();

    /** Numbers per row of the projection. */
    int projectionSize();

    /** Sizes of its states, in Keras's order. */
    int[] stateSizes();

    int outputSize();

    /** The projection of {@code rows} inputs that lie one behind the other. */
    void project(Kernels kernels, int rows, float[] x, float[] into);

    /** @param states one buffer {@code [batch][size]} per state, moved by every step */
    BoundCell bind(int batch, Kernels kernels, float[][] states);

    /** A cell on a session's buffers. */
    interface BoundCell {
        /** The output after a step, {@code [batch][outputSize]}: one of the states. */
        float[] output();

        /**
         * One step for the whole batch.
         *
         * @param projected projections; overwritten
         * @param at where sample 0's projection of this step lies, each next one {@code stride} further
         * @param active samples whose states move; the others' step is masked
         */
        void step(float[] projected, int at, int stride, boolean[] active);
    }

    /** @throws RefusedException for an activation that has no meaning in a cell */
    static CompiledCell of(Recurrent.Cell cell, Weights weights, Context context) {
        if (cell instanceof Recurrent.LstmCell lstm) {
            return new LstmCell(lstm, weights, context.kernels());
        }
        if (cell instanceof Recurrent.GruCell gru) {
            return new GruCell(gru, weights, context.kernels());
        }
        if (cell instanceof Recurrent.SimpleCell simple) {
            return new SimpleCell(simple, weights, context.kernels());
        }
        return new StackedCell((Recurrent.StackedCells) cell, weights, context);
    }
}
