package io.github.keras4j.engine.purejava.convolution;

import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.Channels;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Padding;
import io.github.keras4j.model.Pooling;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Maximum or average of windows; padded positions count in neither. */
public final class PoolLayer implements CompiledLayer {
    private final Pooling.Pool layer;

    public PoolLayer(Pooling.Pool layer) {
        this.layer = layer;
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = Channels.last(call.input(), layer.channelsFirst(), binding);
        Window[] windows = windows(x);
        int channels = x.lastSize();
        Value y = binding.value(Window.shape(x.size(0), windows, channels));
        Places places = Places.of(Window.positions(windows), Window.kernels(windows), channels);
        int outs = Window.outs(windows);
        int sampleIn = Value.product(x.shape(), 1, x.rank());
        int batch = x.size(0);
        Kernels kernels = binding.kernels();
        boolean max = layer.reduction() == Pooling.Reduction.MAX;
        binding.step(() -> {
            for (int sample = 0; sample < batch; sample++) {
                for (int o = 0; o < outs; o++) {
                    int to = (sample * outs + o) * channels;
                    int first = places.first()[o];
                    int count = places.first()[o + 1] - first;
                    if (count == 0) {
                        Arrays.fill(y.data(), to, to + channels, max ? Float.NEGATIVE_INFINITY : Float.NaN);
                    } else if (max) {
                        kernels.max(channels, x.data(), sample * sampleIn, places.all(), first, count, y.data(), to);
                    } else {
                        average(
                                kernels,
                                x.data(),
                                sample * sampleIn,
                                places.all(),
                                first,
                                count,
                                y.data(),
                                to,
                                channels);
                    }
                }
            }
        });
        return List.of(Channels.restore(y, layer.channelsFirst(), binding));
    }

    private Window[] windows(Value x) {
        List<Integer> ones = Collections.nCopies(layer.poolSize().size(), 1);
        Window[] windows = Window.all(x, layer.poolSize(), layer.strides(), ones, layer.padding());
        if (layer.padding() == Padding.THEANO_SAME) {
            for (int i = 0; i < windows.length; i++) {
                windows[i] = Window.theanoPool(
                        x.size(i + 1), layer.poolSize().get(i), layer.strides().get(i));
            }
        }
        return windows;
    }

    private static void average(
            Kernels kernels, float[] x, int xAt, int[] places, int first, int count, float[] y, int to, int channels) {
        System.arraycopy(x, xAt + places[first], y, to, channels);
        for (int i = first + 1; i < first + count; i++) {
            kernels.add(channels, y, to, x, xAt + places[i], y, to);
        }
        for (int c = 0; c < channels; c++) {
            y[to + c] /= count;
        }
    }

    /**
     * What each window looks at, without padding.
     *
     * @param all places in a sample, one window's after the other's
     * @param first for each window where its places begin in {@code all}, and the end
     */
    private record Places(int[] all, int[] first) {
        static Places of(int[] table, int kernels, int channels) {
            int[] first = new int[table.length / kernels + 1];
            int[] all = new int[table.length];
            int count = 0;
            for (int i = 0; i < table.length; i++) {
                if (table[i] >= 0) {
                    all[count++] = table[i] * channels;
                }
                first[i / kernels + 1] = count;
            }
            return new Places(all, first);
        }
    }
}
