package io.github.keras4j.engine.dl4j.layers;

import io.github.keras4j.engine.dl4j.arrays.Ops;
import io.github.keras4j.engine.dl4j.arrays.UnfitException;
import io.github.keras4j.engine.dl4j.arrays.Value;
import io.github.keras4j.model.Recurrent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers that go over time steps. */
final class RecurrentComputations implements Recurrent.Visitor<Computation> {
    @Override
    public Computation rnn(Recurrent.Rnn layer) {
        return (call, weights) -> run(layer.cell(), layer.walk(), call, weights);
    }

    @Override
    public Computation genericRnn(Recurrent.GenericRnn layer) {
        return (call, weights) -> run(layer.cell(), layer.walk(), call, weights.child("cell"));
    }

    @Override
    public Computation convLstm(Recurrent.ConvLstm layer) {
        return new ConvLstmComputation(layer);
    }

    private static List<Value> run(Recurrent.Cell cell, Recurrent.Walk walk, Call call, Parameters weights) {
        Value x = walk.timeMajor() ? Ops.permute(call.input(), 1, 0, 2) : call.input();
        if (x.rank() != 3) {
            throw new UnfitException("takes (batch, steps, features)");
        }
        INDArray given = call.stepMask();
        INDArray mask = given != null && walk.timeMajor() ? given.permute(1, 0).dup('c') : given;
        if (mask != null && mask.length() != (long) x.size(0) * x.size(1)) {
            throw new UnfitException("takes a mask (batch, steps)");
        }
        Cells.Step step = cell.accept(new Cells(weights));
        if (mask != null
                && walk.maskedStep() == Recurrent.MaskedStep.HOLD_STATE
                && cell.stateSizes().get(0) != cell.outputSize()) {
            throw new UnfitException("gives its first state where a step is masked, which is of another size");
        }
        Value prepared = step.prepare(x);
        List<Value> steps = new ArrayList<>();
        for (int s = 0; s < x.size(1); s++) {
            steps.add(Ops.at(prepared, 1, s));
        }
        List<long[]> shapes = cell.stateSizes().stream()
                .map(size -> new long[] {x.size(0), size})
                .toList();
        Walker.Walked walked = new Walker(walk, step, shapes).go(steps, mask, call, x.data());
        List<Value> outputs = new ArrayList<>();
        outputs.add(first(walk, walked, call.mask()));
        if (walk.returnState()) {
            outputs.addAll(walked.states());
        }
        return outputs;
    }

    private static Value first(Recurrent.Walk walk, Walker.Walked walked, @Nullable INDArray mask) {
        if (!walk.returnSequences()) {
            return walked.sequence().get(0).withMask(null);
        }
        return Ops.stack(walk.timeMajor() ? 0 : 1, walked.sequence()).withMask(mask);
    }
}
