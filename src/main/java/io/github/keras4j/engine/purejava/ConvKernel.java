package io.github.keras4j.engine.purejava;

import io.github.keras4j.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * A convolution's kernel (spatial..., in / groups, filters), as one matrix per group. Windows are multiplied where they
 * lie: what a window reads of one line of the input is a row of a matrix product, so nothing is copied but the border.
 *
 * <p>The bias is added last, and a sum goes through its window in order, channels innermost, rounded once a step:
 * TensorFlow's own order. On kernels of up to 269, whose products cancel, the answers of TensorFlow 1.15 and 2.15 come
 * out bit for bit that way; other orders are off by more than the default tolerance.
 */
final class ConvKernel {
    /** Outputs that go through all of the kernel together, so that their sums stay in the cache. */
    private static final int OUTPUTS = 192;

    private final Kernels kernels;
    private final Matrix[] groups;
    private final int filters;
    private final int inPerGroup;

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
        int rows = kernel.size() / Math.max(filters, 1);
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

    /** What computes {@code sums = windows of x times the kernel}. All channels last. */
    Runnable product(Value x, Window[] windows, Value sums) {
        int channels = x.lastSize();
        if (channels != inPerGroup * groups.length) {
            throw new BindException("takes " + inPerGroup * groups.length + " channels. Received: " + channels);
        }
        Border border = new Border(x, windows);
        int[] starts = border.starts();
        boolean wholeLines = groups.length == 1 && windows[windows.length - 1].dilation() == 1;
        int[] parts = border.parts(wholeLines);
        int depth = wholeLines ? windows[windows.length - 1].kernel() * channels : inPerGroup;
        int[][] outputs = new int[(starts.length + OUTPUTS - 1) / OUTPUTS][];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = Arrays.copyOfRange(starts, i * OUTPUTS, Math.min((i + 1) * OUTPUTS, starts.length));
        }
        int batch = x.size(0);
        int sample = starts.length * filters;
        return () -> {
            for (int i = 0; i < batch; i++) {
                int from = border.place(i);
                for (int o = 0; o < outputs.length; o++) {
                    int to = i * sample + o * OUTPUTS * filters;
                    multiply(border.data(), from, outputs[o], parts, depth, sums.data(), to);
                }
            }
        };
    }

    private void multiply(float[] x, int from, int[] starts, int[] parts, int depth, float[] sums, int to) {
        for (int g = 0; g < groups.length; g++) {
            int at = from + g * inPerGroup;
            kernels.gemm(starts, parts, depth, x, at, groups[g], sums, to + g * groups[g].columns(), filters);
        }
    }
}
