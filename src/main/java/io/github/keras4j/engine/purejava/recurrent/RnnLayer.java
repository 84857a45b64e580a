package io.github.keras4j.engine.purejava.recurrent;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.program.Masks;
import io.github.keras4j.engine.purejava.program.Moves;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Mask;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Recurrent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a cell over the steps of a sequence, like Keras's {@code K.rnn}. A masked step keeps the states, and its output
 * is what {@link Recurrent.MaskedStep} says.
 */
public final class RnnLayer implements CompiledLayer {
    private final String name;
    private final Recurrent.Walk walk;
    private final CompiledCell cell;

    public RnnLayer(String name, Recurrent.Walk walk, CompiledCell cell) {
        this.name = name;
        this.walk = walk;
        this.cell = cell;
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = walk.timeMajor() ? Moves.transpose(call.input(), binding, 1, 0, 2) : call.input();
        if (x.rank() != 3 || x.lastSize() != cell.inputSize()) {
            throw new BindException("takes (batch, steps, " + cell.inputSize() + ")");
        }
        Mask mask = Masks.ofSequence(call, binding);
        if (mask != null && walk.misplacesZeros()) {
            throw new BindException(Recurrent.Walk.MISPLACED_ZEROS);
        }
        if (mask != null && walk.timeMajor()) {
            mask = Masks.transpose(mask, binding);
        }
        Masks.checkFits(mask, x, 2);
        boolean holdsState = walk.maskedStep() == Recurrent.MaskedStep.HOLD_STATE;
        if (mask != null && holdsState && cell.stateSizes()[0] != cell.outputSize()) {
            throw new BindException("gives its first state where a step is masked, which is of another size: "
                    + cell.stateSizes()[0] + " and " + cell.outputSize());
        }
        int batch = x.size(0);
        float[][] states = RnnStates.bind(this, name, walk, cell.stateSizes(), batch, call, binding);
        Value sequence = binding.value(batch, walk.returnSequences() ? x.size(1) : 1, cell.outputSize());
        boolean startsAtZero = !walk.stateful() && call.inputs().size() == 1;
        binding.step(walk(x, mask, states, startsAtZero, sequence, binding));

        List<Value> outputs = new ArrayList<>();
        if (walk.returnSequences()) {
            Value output = walk.timeMajor() ? Moves.transpose(sequence, binding, 1, 0, 2) : sequence;
            outputs.add(output.withMask(Masks.of(call, binding)));
        } else {
            outputs.add(sequence.reshaped(batch, cell.outputSize()));
        }
        if (walk.returnState()) {
            for (int i = 0; i < states.length; i++) {
                outputs.add(binding.copy(new Value(states[i], batch, cell.stateSizes()[i])));
            }
        }
        return outputs;
    }

    private Runnable walk(
            Value x, @Nullable Mask mask, float[][] states, boolean startsAtZero, Value sequence, Binding binding) {
        int batch = x.size(0);
        int steps = x.size(1);
        CompiledCell.BoundCell bound = mask == null
                ? cell.bindUnmasked(batch, steps, binding.kernels(), states)
                : cell.bind(batch, steps, binding.kernels(), states);
        boolean @Nullable [] active = mask == null ? null : new boolean[batch];
        StepOutput output = new StepOutput(walk, steps, bound.output(), states[0], sequence);
        boolean carriesStates = walk.stateful() || walk.returnState();
        return () -> {
            bound.begin(x.data());
            for (int s = 0; s < steps; s++) {
                int time = walk.goBackwards() ? steps - 1 - s : s;
                if (mask != null && active != null) {
                    for (int row = 0; row < batch; row++) {
                        active[row] = mask.data()[row * steps + time];
                    }
                }
                bound.step(time, s == 0 && startsAtZero, active);
                if (walk.returnSequences() || s == steps - 1) {
                    bound.publish(carriesStates && s == steps - 1);
                }
                output.write(s, active);
            }
        };
    }
}
