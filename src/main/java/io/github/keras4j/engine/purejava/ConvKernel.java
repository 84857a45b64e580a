package io.github.keras4j.engine.purejava;

import io.github.keras4j.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** A convolution's kernel (spatial..., in / groups, filters), as one matrix per group. */
final class ConvKernel {
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
        this.groups = new Matrix[groups];
        for (int g = 0; g < groups; g++) {
            float[] part = new float[rows * columns];
            for (int row = 0; row < rows; row++) {
                System.arraycopy(all, row * filters + g * columns, part, row * columns, columns);
            }
            this.groups[g] = kernels.pack(part, rows, columns);
        }
    }

    int filters() {
        return filters;
    }

    /** What computes {@code sums += windows of x times the kernel}. All channels last. */
    Runnable product(Value x, Window[] windows, Value sums, Kernels kernels) {
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
        return () -> {
            for (int sample = 0; sample < batch; sample++) {
                for (int g = 0; g < groups.length; g++) {
                    gather(x.data(), sample * sampleIn + g * inPerGroup, channels, table, patches);
                    int to = sample * sampleOut + g * (filters / groups.length);
                    kernels.gemm(outs, patches, 0, width, groups[g], sums.data(), to, filters);
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
