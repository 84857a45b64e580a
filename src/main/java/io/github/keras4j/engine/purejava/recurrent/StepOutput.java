package io.github.keras4j.engine.purejava.recurrent;

import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Recurrent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where a recurrent layer's output of each step goes, and what a masked step gives. */
final class StepOutput {
    private final boolean sequences;
    private final int walkSteps;
    private final Recurrent.MaskedStep maskedStep;
    private final float[] current;
    private final float[] firstState;
    private final float[] target;
    private final int batch;
    private final int steps;
    private final int size;

    /**
     * @param walkSteps how many steps a call has
     * @param current the cell's output, {@code [batch][size]}
     * @param firstState the first of its states, {@code [batch][size]} where masked steps give it
     * @param target {@code (batch, steps, size)}, one step where only the last counts
     */
    StepOutput(Recurrent.Walk walk, int walkSteps, float[] current, float[] firstState, Value target) {
        sequences = walk.returnSequences();
        this.walkSteps = walkSteps;
        maskedStep = walk.maskedStep();
        this.current = current;
        this.firstState = firstState;
        this.target = target.data();
        batch = target.size(0);
        steps = target.size(1);
        size = target.size(2);
    }

    /** @param active samples whose step counts; null when all do */
    void write(int step, boolean @Nullable [] active) {
        if (active == null && !sequences) {
            if (step == walkSteps - 1) {
                System.arraycopy(current, 0, target, 0, batch * size);
            }
            return;
        }
        for (int row = 0; row < batch; row++) {
            int at = (row * steps + (sequences ? step : 0)) * size;
            if (active == null || active[row]) {
                System.arraycopy(current, row * size, target, at, size);
            } else if (maskedStep == Recurrent.MaskedStep.HOLD_STATE) {
                System.arraycopy(firstState, row * size, target, at, size);
            } else if (maskedStep == Recurrent.MaskedStep.ZERO || step == 0) {
                Arrays.fill(target, at, at + size, 0);
            } else if (sequences) {
                System.arraycopy(target, at - size, target, at, size);
            }
        }
    }
}
