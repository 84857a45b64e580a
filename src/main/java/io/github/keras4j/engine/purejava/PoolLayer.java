package io.github.keras4j.engine.purejava;

import io.github.keras4j.model.Padding;
import io.github.keras4j.model.Pooling;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Maximum or average of windows; padded positions count in neither. */
final class PoolLayer implements CompiledLayer {
    private final Pooling.Pool layer;

    PoolLayer(Pooling.Pool layer) {
        this.layer = layer;
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = Channels.last(call.input(), layer.channelsFirst(), binding);
        Window[] windows = windows(x);
        int channels = x.lastSize();
        Value y = binding.value(Window.shape(x.size(0), windows, channels));
        int[] table = Window.positions(windows);
        int outs = Window.outs(windows);
        int kernels = Window.kernels(windows);
        int sampleIn = Value.product(x.shape(), 1, x.rank());
        int batch = x.size(0);
        boolean max = layer.reduction() == Pooling.Reduction.MAX;
        Kernels arithmetic = binding.kernels();
        binding.step(() -> {
            for (int sample = 0; sample < batch; sample++) {
                for (int o = 0; o < outs; o++) {
                    int to = (sample * outs + o) * channels;
                    int count = 0;
                    for (int k = 0; k < kernels; k++) {
                        int position = table[o * kernels + k];
                        if (position >= 0) {
                            int from = sample * sampleIn + position * channels;
                            take(arithmetic, max, count == 0, x.data(), from, y.data(), to, channels);
                            count++;
                        }
                    }
                    if (count == 0) {
                        Arrays.fill(y.data(), to, to + channels, max ? Float.NEGATIVE_INFINITY : Float.NaN);
                    }
                    for (int c = 0; !max && c < channels; c++) {
                        y.data()[to + c] /= count;
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

    private static void take(
            Kernels kernels, boolean max, boolean first, float[] x, int from, float[] y, int to, int channels) {
        if (first) {
            System.arraycopy(x, from, y, to, channels);
        } else if (max) {
            kernels.max(channels, y, to, x, from, y, to);
        } else {
            kernels.add(channels, y, to, x, from, y, to);
        }
    }
}
