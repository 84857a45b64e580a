package io.github.keras4j.engine.dl4j.layers;

import io.github.keras4j.engine.dl4j.arrays.Arrays;
import io.github.keras4j.engine.dl4j.arrays.Ops;
import io.github.keras4j.engine.dl4j.arrays.UnfitException;
import io.github.keras4j.engine.dl4j.arrays.Value;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Recurrent.MaskedStep;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Goes over the steps of a sequence, like Keras's {@code K.rnn}. A masked step keeps the states, and its output is what
 * {@link MaskedStep} says.
 */
final class Walker {
    private final Recurrent.Walk walk;
    private final Cells.Step step;
    private final List<long[]> stateShapes;

    /** @param stateShapes each with the batch first */
    Walker(Recurrent.Walk walk, Cells.Step step, List<long[]> stateShapes) {
        this.walk = walk;
        this.step = step;
        this.stateShapes = stateShapes;
    }

    /** What a walk leaves. @param sequence all outputs in walking order, or the last alone */
    record Walked(List<Value> sequence, List<Value> states) {}

    /** @param steps the prepared sequence's steps; @param mask {@code [batch, steps]} */
    Walked go(List<Value> steps, @Nullable INDArray mask, Call call, INDArray like) {
        if (mask != null && walk.misplacesZeros()) {
            throw new UnfitException(Recurrent.Walk.MISPLACED_ZEROS);
        }
        List<Value> states = initial(call, like);
        List<Value> outputs = new ArrayList<>();
        Value last = Value.of(Arrays.zeros(like, stateShapes.get(step.output())));
        for (int s = 0; s < steps.size(); s++) {
            int time = walk.goBackwards() ? steps.size() - 1 - s : s;
            Cells.Stepped stepped = step.next(steps.get(time), states);
            List<Value> next = stepped.states();
            Value output = stepped.output();
            if (mask != null) {
                INDArray on = on(mask, time, output.rank());
                List<Value> held = new ArrayList<>();
                for (int k = 0; k < next.size(); k++) {
                    held.add(Ops.where(on, next.get(k), states.get(k)));
                }
                next = held;
                Value instead = walk.maskedStep() == MaskedStep.HOLD_STATE
                        ? next.get(0)
                        : walk.maskedStep() == MaskedStep.ZERO ? Value.of(Arrays.number(like, 0)) : last;
                output = Ops.where(on, output, instead);
            }
            states = next;
            last = output;
            if (walk.returnSequences()) {
                outputs.add(output);
            }
        }
        if (!walk.returnSequences()) {
            outputs.add(last);
        }
        call.mode().states().keep(states.stream().map(Value::data).toList());
        return new Walked(outputs, states);
    }

    private static INDArray on(INDArray mask, int time, int rank) {
        long[] shape = new long[rank];
        java.util.Arrays.fill(shape, 1);
        shape[0] = mask.size(0);
        return Arrays.reshape(Arrays.part(mask, 1, time, time + 1), shape);
    }

    private List<Value> initial(Call call, INDArray like) {
        int given = call.inputs().size() - 1;
        if (given != 0 && given != stateShapes.size()) {
            throw new UnfitException("takes the sequence and " + stateShapes.size() + " initial states");
        }
        long batch = stateShapes.get(0)[0];
        List<INDArray> kept = call.mode().states().last(batch).orElse(Collections.emptyList());
        boolean moved = kept.stream()
                .anyMatch(state ->
                        state.length() > 0 && Arrays.nonZero(state).sumNumber().doubleValue() > 0);
        boolean taken = given > 0
                && !(moved && walk.stateful() && walk.givenStates() == Recurrent.GivenStates.TAKEN_WHILE_ZERO);
        List<Value> states = new ArrayList<>();
        for (int i = 0; i < stateShapes.size(); i++) {
            long[] shape = stateShapes.get(i);
            states.add(
                    taken
                            ? Ops.reshape(call.inputs().get(i + 1), shape)
                            : Value.of(kept.isEmpty() ? Arrays.zeros(like, shape) : kept.get(i)));
        }
        return states;
    }
}
