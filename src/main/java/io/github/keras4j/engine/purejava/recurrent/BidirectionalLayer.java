package io.github.keras4j.engine.purejava.recurrent;

import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.program.Concatenation;
import io.github.keras4j.engine.purejava.program.Moves;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Wrapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A recurrent layer in both directions. The backward output is reversed in time before the two are merged. */
public final class BidirectionalLayer implements CompiledLayer {
    private final Wrapper.Bidirectional layer;
    private final CompiledLayer forward;
    private final CompiledLayer backward;

    public BidirectionalLayer(Wrapper.Bidirectional layer, CompiledLayer forward, CompiledLayer backward) {
        this.layer = layer;
        this.forward = forward;
        this.backward = backward;
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        List<Value> inputs = call.inputs();
        int half = (inputs.size() - 1) / 2;
        List<Value> ahead = forward.bind(part(call, inputs.subList(1, 1 + half)), binding);
        List<Value> back = backward.bind(part(call, inputs.subList(1 + half, inputs.size())), binding);
        Value y = ahead.get(0);
        Value reversed = back.get(0);
        if (layer.forward().walk().returnSequences()) {
            int axis = layer.forward().walk().timeMajor() ? 0 : 1;
            reversed = Moves.reverse(reversed, binding, axis).withMask(y.mask());
        }
        List<Value> outputs = new ArrayList<>();
        if (layer.mergeMode() == Wrapper.MergeMode.NONE) {
            outputs.add(y);
            outputs.add(reversed);
        } else {
            outputs.add(merge(y, reversed, binding).withMask(y.mask()));
        }
        outputs.addAll(ahead.subList(1, ahead.size()));
        outputs.addAll(back.subList(1, back.size()));
        return outputs;
    }

    private static Call part(Call call, List<Value> states) {
        List<Value> inputs = new ArrayList<>();
        inputs.add(call.input());
        inputs.addAll(states);
        return call.on(inputs);
    }

    private Value merge(Value a, Value b, Binding binding) {
        if (layer.mergeMode() == Wrapper.MergeMode.CONCAT) {
            return Concatenation.bind(List.of(a, b), a.rank() - 1, binding);
        }
        if (!Arrays.equals(a.shape(), b.shape())) {
            throw new BindException("the two directions give different shapes: " + a.toShape() + ", " + b.toShape());
        }
        Value y = binding.valueLike(a);
        int n = a.elements();
        Kernels kernels = binding.kernels();
        binding.step(
                switch (layer.mergeMode()) {
                    case MUL -> () -> kernels.multiply(n, a.data(), 0, b.data(), 0, y.data(), 0);
                    case AVE ->
                        () -> {
                            for (int i = 0; i < n; i++) {
                                y.data()[i] = (a.data()[i] + b.data()[i]) / 2;
                            }
                        };
                    default -> () -> kernels.add(n, a.data(), 0, b.data(), 0, y.data(), 0);
                });
        return y;
    }
}
