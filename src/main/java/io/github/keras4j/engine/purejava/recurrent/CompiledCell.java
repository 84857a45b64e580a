package io.github.keras4j.engine.purejava.recurrent;

import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.program.Context;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Weights;
import org.jspecify.annotations.Nullable;

/** What a recurrent layer does in one step, its weights prepared. */
public interface CompiledCell {
    int inputSize();

    /** Sizes of its states, in Keras's order. */
    int[] stateSizes();

    int outputSize();

    /** @param states one buffer {@code [batch][size]} per state, moved by every step */
    BoundCell bind(int batch, int steps, Kernels kernels, float[][] states);

    /** As {@link #bind}, for calls whose steps all count for all samples, and whose states are asked for by publish. */
    default BoundCell bindUnmasked(int batch, int steps, Kernels kernels, float[][] states) {
        return bind(batch, steps, kernels, states);
    }

    /** A cell on a session's buffers. */
    interface BoundCell {
        /** The output after a step, {@code [batch][outputSize]}; what it holds for samples that are not active is not asked for. */
        float[] output();

        /** @param sequence {@code [batch][steps][inputSize]}; read until its last step is done */
        void begin(float[] sequence);

        /**
         * One step for the whole batch; each step of a sequence at most once.
         *
         * @param time which step of the sequence
         * @param atZero whether all states are known to be zero, so that the recurrent product can be left out
         * @param active samples whose states move, the others' step is masked; null when none is
         */
        void step(int time, boolean atZero, boolean @Nullable [] active);

        /**
         * Brings the output up to the last step.
         *
         * @param states whether all the states are asked for, too
         */
        default void publish(boolean states) {}
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
        if (cell instanceof Recurrent.WrappedCell wrapped) {
            CompiledCell inner = of(wrapped.cell(), weights.child("cell"), context);
            return wrapped.wrapper() == Recurrent.CellWrapper.RESIDUAL ? new ResidualCell(inner) : inner;
        }
        return new StackedCell((Recurrent.StackedCells) cell, weights, context);
    }
}
