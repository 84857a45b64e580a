package io.github.keras4j.engine.purejava.convolution;

import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Workers;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.tensor.Tensor;
import java.util.Arrays;
import java.util.function.IntConsumer;

/** A depthwise kernel (spatial..., in, multiplier): every channel has filters of its own. */
final class DepthwiseKernel {
    /** Fewer multiplications are done before a helper has come. */
    private static final int FEWEST_SHARED = 1 << 19;

    private final float[] values;
    private final int channels;
    private final int multiplier;

    DepthwiseKernel(Tensor kernel, int multiplier) {
        channels = kernel.shape().size(-2);
        this.multiplier = kernel.shape().size(-1);
        if (this.multiplier != multiplier) {
            throw new IllegalArgumentException("depthwise_kernel has another shape. Received: " + kernel.shape()
                    + " for depth_multiplier " + multiplier);
        }
        values = kernel.toFloats();
    }

    int outputs() {
        return channels * multiplier;
    }

    int channels() {
        return channels;
    }

    /** Whether a zero times any of its numbers is zero. */
    boolean isFinite() {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** Adds a step: {@code sums = bias + ...}, and then the activation. All channels last. */
    void bind(Value x, Window[] windows, Value sums, Epilogue epilogue, Binding binding) {
        if (x.lastSize() != channels || Window.kernels(windows) * outputs() != values.length) {
            throw new BindException("takes " + channels + " channels");
        }
        int width = outputs();
        int kernels = Window.kernels(windows);
        int outs = Window.outs(windows);
        Taps taps = Taps.of(windows, channels, width);
        int batch = x.size(0);
        int sampleIn = Value.product(x.shape(), 1, x.rank());
        int line = windows[windows.length - 1].out();
        Kernels arithmetic = binding.kernels();
        IntConsumer lines = i -> {
            int o = i % (outs / line) * line;
            int sample = i / (outs / line);
            int to = (sample * outs + o) * width;
            sums(arithmetic, x.data(), sample * sampleIn, o, line, taps, sums.data(), to);
            epilogue.run(arithmetic, line, sums.data(), to);
        };
        int all = batch * (outs / line);
        Workers workers = binding.context().workers();
        boolean shared = (long) batch * outs * kernels * width >= FEWEST_SHARED;
        binding.step(() -> {
            if (shared) {
                workers.run(all, lines);
            } else {
                Workers.NONE.run(all, lines);
            }
        });
    }

    /** Of {@code count} outputs from number {@code out} on, one behind the other. */
    void sums(Kernels kernels, float[] x, int xAt, int out, int count, Taps taps, float[] sums, int to) {
        int[] first = taps.first();
        int[] places = taps.places();
        int[] weights = taps.weights();
        if (multiplier == 1) {
            kernels.depthwise(channels, x, xAt, values, out, count, first, places, weights, sums, to);
            return;
        }
        Arrays.fill(sums, to, to + count * outputs(), 0);
        for (int o = out, at = to; o < out + count; o++, at += outputs()) {
            for (int i = first[o]; i < first[o + 1]; i++) {
                add(x, xAt + places[i], weights[i], sums, at);
            }
        }
    }

    private void add(float[] x, int from, int weights, float[] sums, int to) {
        for (int c = 0; c < channels; c++) {
            for (int m = 0; m < multiplier; m++) {
                sums[to + c * multiplier + m] += x[from + c] * values[weights + c * multiplier + m];
            }
        }
    }
}
