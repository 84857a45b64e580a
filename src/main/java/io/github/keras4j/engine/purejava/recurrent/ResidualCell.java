package io.github.keras4j.engine.purejava.recurrent;

import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.values.RefusedException;
import org.jspecify.annotations.Nullable;

/** A cell whose output gets its input added (tf.keras's ResidualWrapper). */
final class ResidualCell implements CompiledCell {
    private final CompiledCell cell;

    ResidualCell(CompiledCell cell) {
        if (cell.inputSize() != cell.outputSize()) {
            throw new RefusedException(
                    "a ResidualWrapper adds its cell's input and output, which have different sizes: "
                            + cell.inputSize() + " and " + cell.outputSize());
        }
        this.cell = cell;
    }

    @Override
    public int inputSize() {
        return cell.inputSize();
    }

    @Override
    public int[] stateSizes() {
        return cell.stateSizes();
    }

    @Override
    public int outputSize() {
        return cell.outputSize();
    }

    @Override
    public BoundCell bind(int batch, int steps, Kernels kernels, float[][] states) {
        return new Residual(cell.bind(batch, steps, kernels, states), batch, steps, outputSize());
    }

    private static final class Residual implements BoundCell {
        private final BoundCell cell;
        private final int batch;
        private final int steps;
        private final int size;
        private final float[] output;
        private float[] sequence = {};

        Residual(BoundCell cell, int batch, int steps, int size) {
            this.cell = cell;
            this.batch = batch;
            this.steps = steps;
            this.size = size;
            output = new float[batch * size];
        }

        @Override
        public float[] output() {
            return output;
        }

        @Override
        public void begin(float[] given) {
            sequence = given;
            cell.begin(given);
        }

        @Override
        public void step(int time, boolean atZero, boolean @Nullable [] active) {
            cell.step(time, atZero, active);
            cell.publish(false);
            float[] inner = cell.output();
            for (int row = 0; row < batch; row++) {
                int from = (row * steps + time) * size;
                for (int i = 0; i < size; i++) {
                    output[row * size + i] = sequence[from + i] + inner[row * size + i];
                }
            }
        }

        @Override
        public void publish(boolean states) {
            cell.publish(states);
        }
    }
}
