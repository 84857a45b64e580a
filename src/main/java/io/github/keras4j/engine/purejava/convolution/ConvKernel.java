package io.github.keras4j.engine.purejava.convolution;

import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.kernels.Matrix;
import io.github.keras4j.engine.purejava.program.Scratch;
import io.github.keras4j.engine.purejava.program.Workers;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A convolution's kernel (spatial..., in / groups, filters), as one matrix per group and stretch of rows. Windows are
 * multiplied where they lie: what a window reads of one line of the input is a row of a matrix product, so nothing is
 * copied but the border.
 *
 * <p>The bias is added last, and a sum goes through its window in order, channels innermost, rounded once a step:
 * TensorFlow's own order. On kernels of up to 269, whose products cancel, the answers of TensorFlow 1.15 and 2.15 come
 * out bit for bit that way; other orders are off by more than the default tolerance. Long sums are cut into stretches
 * of at most 256 products, as TensorFlow cuts them (270 into 135 and 135, the others as the machine and the shapes have
 * it): 4,608 in one go were off by up to 2.9e-6 of the greatest, in stretches by 2.8e-7, TensorFlow's by 2.8e-7.
 */
public final class ConvKernel {
    private static final int STRETCH = 256;

    final Kernels kernels;
    /** By group and stretch. */
    final Matrix[][] groups;
    /** Where stretches of rows begin, and the end of the last. */
    final int[] stretches;

    final int filters;
    final int inPerGroup;

    public ConvKernel(Tensor kernel, List<Integer> kernelSize, int groups, Kernels kernels) {
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
        this.kernels = kernels;
        stretches =
                this.kernels.cutsSums() ? new int[] {0, rows} : stretches(rows, kernelSize.get(rank - 1), inPerGroup);
        this.groups = new Matrix[groups][stretches.length - 1];
        for (int g = 0; g < groups; g++) {
            for (int stretch = 0; stretch < stretches.length - 1; stretch++) {
                int first = stretches[stretch];
                int count = stretches[stretch + 1] - first;
                float[] part = new float[count * columns];
                for (int row = 0; row < count; row++) {
                    System.arraycopy(all, (first + row) * filters + g * columns, part, row * columns, columns);
                }
                this.groups[g][stretch] = this.kernels.pack(part, count, columns);
            }
        }
    }

    /** Whole lines of the kernel, or whole positions of a line, or parts of a position: what is not too long. */
    private static int[] stretches(int rows, int positions, int channels) {
        if (rows <= STRETCH) {
            return new int[] {0, rows};
        }
        int line = positions * channels;
        int whole;
        int step;
        if (line <= STRETCH) {
            whole = rows;
            step = share(rows / line, STRETCH / line) * line;
        } else if (channels <= STRETCH) {
            whole = line;
            step = share(positions, STRETCH / channels) * channels;
        } else {
            whole = channels;
            step = share(channels, STRETCH);
        }
        List<Integer> begins = new ArrayList<>();
        for (int from = 0; from < rows; from += whole) {
            for (int at = 0; at < whole; at += step) {
                begins.add(from + at);
            }
        }
        begins.add(rows);
        return begins.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The size of equal shares that have at most so many. */
    private static int share(int count, int most) {
        int shares = (count + most - 1) / most;
        return (count + shares - 1) / shares;
    }

    int filters() {
        return filters;
    }

    /** What computes {@code sums = windows of x times the kernel}. All channels last. */
    public Runnable product(Value x, Window[] windows, Value sums) {
        return product(x, windows, sums, Epilogue.NONE, Workers.NONE, new Scratch());
    }

    /** As {@link #product(Value, Window[], Value)}, and then what follows; {@code scratch} for what {@link Border} copies. */
    Runnable product(Value x, Window[] windows, Value sums, Epilogue epilogue, Workers workers, Scratch scratch) {
        int channels = x.lastSize();
        if (channels != inPerGroup * groups.length) {
            throw new BindException("takes " + inPerGroup * groups.length + " channels. Received: " + channels);
        }
        return new ConvProduct(this, x, windows, sums.data(), epilogue, workers, scratch);
    }
}
