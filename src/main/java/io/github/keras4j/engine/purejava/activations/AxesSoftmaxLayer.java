package io.github.keras4j.engine.purejava.activations;

import io.github.keras4j.engine.purejava.kernels.RowFunctions;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.program.Groups;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Activations;
import java.util.Arrays;
import java.util.List;

/** Softmax over several axes at once: exp(x - logsumexp(x)) (layers/activations/softmax.py 3.15). */
public final class AxesSoftmaxLayer implements CompiledLayer {
    private final Activations.AxesSoftmax layer;

    public AxesSoftmaxLayer(Activations.AxesSoftmax layer) {
        this.layer = layer;
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = binding.copy(call.input());
        Value y = MaskedSoftmax.bind(layer.atMask(), x, call, binding, () -> softmax(x, binding));
        return List.of(y.withMask(call.input().mask()));
    }

    private void softmax(Value x, Binding binding) {
        List<Integer> kept = Groups.others(x.rank(), layer.axes());
        int[] group = Groups.of(x.shape(), kept);
        float[] max = new float[Groups.count(x.shape(), kept)];
        double[] sums = new double[max.length];
        binding.step(() -> {
            Arrays.fill(max, Float.NEGATIVE_INFINITY);
            Arrays.fill(sums, 0);
            for (int i = 0; i < group.length; i++) {
                max[group[i]] = Math.max(max[group[i]], x.data()[i]);
            }
            for (int i = 0; i < group.length; i++) {
                sums[group[i]] += Math.exp(x.data()[i] - max[group[i]]);
            }
            for (int i = 0; i < group.length; i++) {
                float logSum = RowFunctions.logSum(sums[group[i]], max[group[i]]);
                x.data()[i] = (float) Math.exp(x.data()[i] - logSum);
            }
        });
    }
}
