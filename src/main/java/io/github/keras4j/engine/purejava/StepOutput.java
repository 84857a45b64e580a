package io.github.keras4j.engine.purejava;

import io.github.keras4j.model.Recurrent;
import java.util.Arrays;

/** Where a recurrent layer's output of each step goes, and what a masked step gives. */
final class StepOutput {
    private final boolean sequences;
    private final boolean zeroForMask;
    private final boolean repeatsState;
    private final float[] current;
    private final float[] target;
    private final int batch;
    private final int steps;
    private final int size;

    /**
     * @param current the cell's output, {@code [batch][size]}
     * @param repeatsState a masked step gives the state, not the output before
     * @param target {@code (batch, steps, size)}, one step where only the last counts
     */
    StepOutput(Recurrent.Walk walk, float[] current, boolean repeatsState, Value target) {
        sequences = walk.returnSequences();
        zeroForMask = walk.zeroOutputForMask();
        this.repeatsState = repeatsState;
        this.current = current;
        this.target = target.data();
        batch = target.size(0);
        steps = target.size(1);
        size = target.size(2);
    }

    void write(int step, boolean[] active) {
        for (int row = 0; row < batch; row++) {
            int at = (row * steps + (sequences ? step : 0)) * size;
            if (active[row] || repeatsState) {
                System.arraycopy(current, row * size, target, at, size);
            } else if (zeroForMask || step == 0) {
                Arrays.fill(target, at, at + size, 0);
            } else if (sequences) {
                System.arraycopy(target, at - size, target, at, size);
            }
        }
    }
}
