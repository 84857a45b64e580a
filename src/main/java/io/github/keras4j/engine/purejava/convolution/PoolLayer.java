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
    /** Which windows there are on an input of this shape, channels last. */
    private interface Windows {
        Places on(Value x);
    }

    private final Pooling.Reduction reduction;
    private final boolean channelsFirst;
    private final boolean skipsNan;
    private final Windows windows;

    private PoolLayer(Pooling.Reduction reduction, boolean channelsFirst, boolean skipsNan, Windows windows) {
        this.reduction = reduction;
        this.channelsFirst = channelsFirst;
        this.skipsNan = skipsNan;
        this.windows = windows;
    }

    /** Windows of one size. */
    public static PoolLayer of(Pooling.Pool layer) {
        boolean skipsNan =
                layer.reduction() == Pooling.Reduction.MAX && layer.poolSize().size() < 3;
        return new PoolLayer(
                layer.reduction(), layer.channelsFirst(), skipsNan, x -> Places.of(windows(layer, x), x.lastSize()));
    }

    /** Windows of as many positions as the output's size asks for. */
    public static PoolLayer of(Pooling.AdaptivePool layer) {
        return new PoolLayer(
                layer.reduction(), layer.channelsFirst(), false, x -> AdaptiveWindows.places(layer.outputSize(), x));
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = Channels.last(call.input(), channelsFirst, binding);
        Places places = windows.on(x);
        int channels = x.lastSize();
        int[] shape = new int[x.rank()];
        shape[0] = x.size(0);
        System.arraycopy(places.sizes(), 0, shape, 1, places.sizes().length);
        shape[shape.length - 1] = channels;
        Value y = binding.passing(shape);
        int outs = places.first().length - 1;
        int sampleIn = Value.product(x.shape(), 1, x.rank());
        int batch = x.size(0);
        Kernels kernels = binding.kernels();
        boolean max = reduction == Pooling.Reduction.MAX;
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
                    if (skipsNan && count > 0) {
                        skipNan(x.data(), sample * sampleIn, places, o, y.data(), to, channels);
                    }
                }
            }
        });
        return List.of(Channels.restore(y, channelsFirst, binding));
    }

    private static Window[] windows(Pooling.Pool layer, Value x) {
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

    /**
     * TensorFlow's maximum over one or two axes begins with the least float and takes what is greater, so it passes NaN by
     * and knows no less infinity (asked of Keras 2.2.4, tf.keras 2.15 and Keras 3; over three axes it is not so).
     */
    private static void skipNan(float[] x, int xAt, Places places, int window, float[] y, int to, int channels) {
        for (int c = 0; c < channels; c++) {
            if (!(y[to + c] >= -Float.MAX_VALUE)) {
                float most = -Float.MAX_VALUE;
                for (int i = places.first()[window]; i < places.first()[window + 1]; i++) {
                    float v = x[xAt + places.all()[i] + c];
                    most = v > most ? v : most;
                }
                y[to + c] = most;
            }
        }
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
     * @param sizes how many windows there are along each spatial axis
     * @param all places in a sample, one window's after the other's
     * @param first for each window where its places begin in {@code all}, and the end
     */
    record Places(int[] sizes, int[] all, int[] first) {
        static Places of(Window[] windows, int channels) {
            int[] table = Window.positions(windows);
            int kernels = Window.kernels(windows);
            int[] first = new int[table.length / kernels + 1];
            int[] all = new int[table.length];
            int count = 0;
            for (int i = 0; i < table.length; i++) {
                if (table[i] >= 0) {
                    all[count++] = table[i] * channels;
                }
                first[i / kernels + 1] = count;
            }
            return new Places(Arrays.stream(windows).mapToInt(Window::out).toArray(), all, first);
        }
    }
}
