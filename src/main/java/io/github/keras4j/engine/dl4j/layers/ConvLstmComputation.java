package io.github.keras4j.engine.dl4j.layers;

import static io.github.keras4j.engine.dl4j.arrays.Ops.add;
import static io.github.keras4j.engine.dl4j.arrays.Ops.mul;
import static io.github.keras4j.engine.dl4j.layers.ActivationFunctions.apply;

import io.github.keras4j.engine.dl4j.arrays.Ops;
import io.github.keras4j.engine.dl4j.arrays.UnfitException;
import io.github.keras4j.engine.dl4j.arrays.Value;
import io.github.keras4j.model.Recurrent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** An LSTM whose products are convolutions. */
record ConvLstmComputation(Recurrent.ConvLstm layer) implements Computation {
    @Override
    public List<Value> run(Call call, Parameters weights) {
        int rank = layer.kernelSize().size();
        if (call.input().rank() != rank + 3) {
            throw new UnfitException("takes (batch, steps, ...) with " + (rank + 3) + " axes");
        }
        Recurrent.Walk walk = layer.walk();
        if (walk.timeMajor()) {
            throw new UnfitException("time_major of a ConvLSTM is not run");
        }
        Step step = new Step(layer, weights);
        List<Value> steps = new ArrayList<>();
        for (int s = 0; s < call.input().size(1); s++) {
            steps.add(step.prepare(Channels.last(Ops.at(call.input(), 1, s), layer.channelsFirst())));
        }
        List<Value> inputs = new ArrayList<>(List.of(call.input()));
        for (Value state : call.inputs().subList(1, call.inputs().size())) {
            inputs.add(Channels.last(state, layer.channelsFirst()));
        }
        long[] state = steps.get(0).shape().clone();
        state[state.length - 1] = layer.filters();
        Walker.Walked walked = new Walker(walk, step, List.of(state, state))
                .go(steps, call.stepMask(), call.on(inputs), call.input().data());
        List<Value> outputs = new ArrayList<>();
        List<Value> restored = walked.sequence().stream().map(this::restored).toList();
        outputs.add(
                walk.returnSequences()
                        ? Ops.stack(1, restored).withMask(call.input().mask())
                        : restored.get(0).withMask(null));
        if (walk.returnState()) {
            walked.states().forEach(each -> outputs.add(restored(each)));
        }
        return outputs;
    }

    private Value restored(Value x) {
        return Channels.restored(x, layer.channelsFirst());
    }

    private record Step(Recurrent.ConvLstm layer, Parameters weights) implements Cells.Step {
        @Override
        public Value prepare(Value x) {
            Value sums = Convolutions.conv(
                    x,
                    weights.get("kernel"),
                    Windows.of(x, layer.kernelSize(), layer.strides(), layer.dilation(), layer.padding()),
                    1);
            return layer.useBias() ? add(sums, weights.get("bias")) : sums;
        }

        @Override
        public Cells.Stepped next(Value prepared, List<Value> states) {
            List<Integer> ones = Collections.nCopies(layer.kernelSize().size(), 1);
            Value h = states.get(0);
            Value product = Convolutions.conv(
                    h,
                    weights.get("recurrent_kernel"),
                    Windows.of(h, layer.kernelSize(), ones, ones, layer.recurrentPadding()),
                    1);
            Value sums = add(prepared, product);
            Value i = apply(layer.recurrentActivation(), gate(sums, 0), weights);
            Value f = apply(layer.recurrentActivation(), gate(sums, 1), weights);
            Value c = add(mul(f, states.get(1)), mul(i, apply(layer.activation(), gate(sums, 2), weights)));
            Value o = apply(layer.recurrentActivation(), gate(sums, 3), weights);
            return Cells.Stepped.first(List.of(mul(o, apply(layer.activation(), c, weights)), c));
        }

        private Value gate(Value sums, int index) {
            long filters = layer.filters();
            return Ops.part(sums, sums.rank() - 1, index * filters, (index + 1) * filters);
        }
    }
}
