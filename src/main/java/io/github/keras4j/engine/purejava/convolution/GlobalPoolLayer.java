package io.github.keras4j.engine.purejava.convolution;

import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.Channels;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.program.Masks;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Mask;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Pooling;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Maximum or average over all spatial positions; with a mask perhaps only those that count. */
public final class GlobalPoolLayer implements CompiledLayer {
    private final Pooling.GlobalPool layer;

    public GlobalPoolLayer(Pooling.GlobalPool layer) {
        this.layer = layer;
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        if (call.input().rank() != layer.rank() + 2) {
            throw new BindException("takes " + (layer.rank() + 2) + " axes");
        }
        @Nullable Mask mask = layer.skipsMasked() ? Masks.of(call, binding) : null;
        Masks.checkFits(mask, call.input(), layer.rank() + 1);
        Value x = Channels.last(call.input(), layer.channelsFirst(), binding);
        int batch = x.size(0);
        int channels = x.lastSize();
        int positions = Value.product(x.shape(), 1, x.rank() - 1);
        Value y = binding.value(batch, channels);
        boolean max = layer.reduction() == Pooling.Reduction.MAX;
        float[] data = x.data();
        Kernels kernels = binding.kernels();
        binding.step(() -> {
            Arrays.fill(y.data(), max ? Float.NEGATIVE_INFINITY : 0);
            for (int sample = 0; sample < batch; sample++) {
                int to = sample * channels;
                int count = 0;
                for (int p = 0; p < positions; p++) {
                    if (mask == null || mask.data()[sample * positions + p]) {
                        take(kernels, max, data, (sample * positions + p) * channels, y.data(), to, channels);
                        count++;
                    }
                }
                for (int c = 0; !max && c < channels; c++) {
                    y.data()[to + c] /= count;
                }
            }
        });
        if (!layer.keepDims()) {
            return List.of(y);
        }
        int[] shape = call.input().shape().clone();
        for (int axis = 1; axis < shape.length; axis++) {
            boolean channel = axis == (layer.channelsFirst() ? 1 : shape.length - 1);
            shape[axis] = channel ? channels : 1;
        }
        return List.of(y.reshaped(shape));
    }

    private static void take(Kernels kernels, boolean max, float[] x, int from, float[] y, int to, int channels) {
        if (!max) {
            kernels.add(channels, y, to, x, from, y, to);
            return;
        }
        for (int c = 0; c < channels; c++) {
            y[to + c] = Math.max(y[to + c], x[from + c]);
        }
    }
}
