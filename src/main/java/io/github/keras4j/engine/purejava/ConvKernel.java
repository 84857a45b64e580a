package io.github.keras4j.engine.purejava;

import io.github.keras4j.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * A convolution's kernel (spatial..., in / groups, filters), as one matrix per group.
 *
 * <p>The bias is added last, and without the Vector API a sum goes through its window in order, channels innermost,
 * rounded once a step: TensorFlow's own order. On kernels of up to 269, whose products cancel, the answers of TensorFlow
 * 1.15 and 2.15 come out bit for bit that way; other orders are off by more than the default tolerance.
 */
final class ConvKernel {
    private final Kernels kernels;
    private final Matrix[] groups;
    private final int filters;
    private final int inPerGroup;
    private final int positions;

    ConvKernel(Tensor kernel, List<Integer> kernelSize, int groups, Kernels kernels) {
        int rank = kernelSize.size();
        boolean fits = kernel.shape().rank() == rank + 2;
        for (int axis = 0; fits && axis < rank; axis++) {
            fits = kernel.shape().size(axis) == kernelSize.get(axis);
        }
        filters = kernel.shape().size(-1);
        if (!fits || groups < 1 || filters % groups != 0) {
            throw new IllegalArgumentException("kernel has another shape. Received: " + kernel.shape()
                    + " for kernel_size " + kernelSize + " and groups " + groups);
        }
        inPerGroup = kernel.shape().size(-2);
        positions = kernelSize.stream().mapToInt(Integer::intValue).reduce(1, (a, b) -> a * b);
        int rows = positions * inPerGroup;
        int columns = filters / groups;
        float[] all = kernel.toFloats();
        this.kernels = FusedKernels.instead(kernels);
        this.groups = new Matrix[groups];
        for (int g = 0; g < groups; g++) {
            float[] part = new float[rows * columns];
            for (int row = 0; row < rows; row++) {
                System.arraycopy(all, row * filters + g * columns, part, row * columns, columns);
            }
            this.groups[g] = this.kernels.pack(part, rows, columns);
        }
    }

    int filters() {
        return filters;
    }

    /** What computes {@code sums += windows of x times the kernel}. All channels last. */
    Runnable product(Value x, Window[] windows, Value sums) {
        int channels = x.lastSize();
        if (channels != inPerGroup * groups.length) {
            throw new BindException("takes " + inPerGroup * groups.length + " channels. Received: " + channels);
        }
        boolean pointwise = groups.length == 1
                && Arrays.stream(windows).allMatch(w -> w.kernel() == 1 && w.stride() == 1 && w.before() == 0);
        if (pointwise) {
            int rows = x.rows();
            return () -> kernels.gemm(rows, x.data(), 0, channels, groups[0], sums.data(), 0, filters);
        }
        int[] table = Window.positions(windows);
        int outs = Window.outs(windows);
        int width = positions * inPerGroup;
        float[] patches = new float[outs * width];
        int sampleIn = Value.product(x.shape(), 1, x.rank());
        int sampleOut = outs * filters;
        int batch = x.size(0);
        int columns = filters / groups.length;
        float[] products = new float[outs * columns];
        return () -> {
            for (int sample = 0; sample < batch; sample++) {
                for (int g = 0; g < groups.length; g++) {
                    gather(x.data(), sample * sampleIn + g * inPerGroup, channels, table, patches);
                    Arrays.fill(products, 0);
                    kernels.gemm(outs, patches, 0, width, groups[g], products, 0, columns);
                    int to = sample * sampleOut + g * columns;
                    for (int out = 0; out < outs; out++) {
                        int at = to + out * filters;
                        kernels.add(columns, products, out * columns, sums.data(), at, sums.data(), at);
                    }
                }
            }
        };
    }

    private void gather(float[] x, int at, int channels, int[] table, float[] patches) {
        for (int i = 0, to = 0; i < table.length; i++, to += inPerGroup) {
            if (table[i] < 0) {
                Arrays.fill(patches, to, to + inPerGroup, 0);
            } else {
                System.arraycopy(x, at + table[i] * channels, patches, to, inPerGroup);
            }
        }
    }
}
