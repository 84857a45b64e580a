package io.github.keras4j.engine.purejava.convolution;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.tensor.Tensor;

/** A depthwise kernel (spatial..., in, multiplier): every channel has filters of its own. */
final class DepthwiseKernel {
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

    /** Adds a step: {@code sums += ...}. All channels last. */
    void bind(Value x, Window[] windows, Value sums, Binding binding) {
        if (x.lastSize() != channels || Window.kernels(windows) * outputs() != values.length) {
            throw new BindException("takes " + channels + " channels");
        }
        int[] table = Window.positions(windows);
        int kernels = Window.kernels(windows);
        int outs = Window.outs(windows);
        int batch = x.size(0);
        int sampleIn = Value.product(x.shape(), 1, x.rank());
        int width = outputs();
        binding.step(() -> {
            for (int sample = 0; sample < batch; sample++) {
                for (int o = 0; o < outs; o++) {
                    int to = (sample * outs + o) * width;
                    for (int k = 0; k < kernels; k++) {
                        int position = table[o * kernels + k];
                        if (position >= 0) {
                            add(x.data(), sample * sampleIn + position * channels, k * width, sums.data(), to);
                        }
                    }
                }
            }
        });
    }

    private void add(float[] x, int from, int weights, float[] sums, int to) {
        for (int c = 0; c < channels; c++) {
            for (int m = 0; m < multiplier; m++) {
                sums[to + c * multiplier + m] += x[from + c] * values[weights + c * multiplier + m];
            }
        }
    }
}
