package io.github.keras4j.engine.purejava;

import io.github.keras4j.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
        return new Product(x, windows, sums.data());
    }

    /** The products of a batch: of five samples at once, of five stretches of a sample's lines, or of window after window. */
    private final class Product implements Runnable {
        private final int batch;
        private final Border border;
        private final int[] starts;
        private final int[] parts;
        private final int depth;
        private final float[] sums;
        private final @Nullable Bands samples;
        private final @Nullable Bands lines;
        /** How many of a sample's windows are in lines. */
        private final int inLines;
        /** The starts of the others. */
        private final int[][] others;

        Product(Value x, Window[] windows, float[] sums) {
            this.sums = sums;
            batch = x.size(0);
            border = new Border(x, windows, Math.min(batch, Bands.COUNT));
            starts = border.starts();
            Window last = windows[windows.length - 1];
            boolean wholeLines = groups.length == 1 && last.dilation() == 1;
            parts = border.parts(wholeLines);
            depth = wholeLines ? last.kernel() * inPerGroup : inPerGroup;

            boolean banded = kernels.takesBands(groups[0]);
            int out = windows[0].out();
            int channels = inPerGroup * groups.length;
            samples = banded && batch >= Bands.COUNT ? Bands.of(starts, out, out, parts, depth, channels) : null;
            lines = banded ? Bands.of(starts, out, out / Bands.COUNT, parts, depth, channels) : null;
            int together = lines == null ? 1 : Bands.COUNT * lines.windows();
            inLines = lines == null ? 0 : starts.length / together * together;
            others = new int[(starts.length - inLines + OUTPUTS - 1) / OUTPUTS][];
            for (int i = 0; i < others.length; i++) {
                int first = inLines + i * OUTPUTS;
                others[i] = Arrays.copyOfRange(starts, first, Math.min(first + OUTPUTS, starts.length));
            }
        }

        @Override
        public void run() {
            int sample = 0;
            if (samples != null && samples.windows() == starts.length) {
                for (; sample + Bands.COUNT <= batch; sample += Bands.COUNT) {
                    samples(samples, sample);
                }
            }
            for (; sample < batch; sample++) {
                int from = border.place(sample);
                if (lines != null) {
                    lines(lines, sample, from);
                }
                int to = (sample * starts.length + inLines) * filters;
                for (int i = 0; i < others.length; i++, to += OUTPUTS * filters) {
                    others(others[i], from, to);
                }
            }
        }

        private void samples(Bands bands, int first) {
            for (int band = 0; band < Bands.COUNT; band++) {
                int sample = first + band;
                bands.place(band, border.place(sample), sample * starts.length * filters);
            }
            multiply(bands);
        }

        private void lines(Bands bands, int sample, int from) {
            for (int window = 0; window < inLines; ) {
                for (int band = 0; band < Bands.COUNT; band++, window += bands.windows()) {
                    bands.place(band, from + starts[window], (sample * starts.length + window) * filters);
                }
                multiply(bands);
            }
        }

        private void multiply(Bands bands) {
            bands.pack(border.data());
            for (int g = 0; g < groups.length; g++) {
                bands.multiply(kernels, g * inPerGroup, groups[g], sums, g * groups[g].columns(), filters);
            }
        }

        private void others(int[] some, int from, int to) {
            for (int g = 0; g < groups.length; g++) {
                int at = from + g * inPerGroup;
                int column = to + g * groups[g].columns();
                kernels.gemm(some, parts, depth, border.data(), at, groups[g], sums, column, filters);
            }
        }
    }
}
