package io.github.keras4j.engine.purejava.convolution;

import io.github.keras4j.engine.purejava.kernels.BandProduct;
import io.github.keras4j.engine.purejava.kernels.Bands;
import io.github.keras4j.engine.purejava.kernels.Matrix;
import io.github.keras4j.engine.purejava.program.Scratch;
import io.github.keras4j.engine.purejava.program.Workers;
import io.github.keras4j.engine.purejava.values.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The products of a batch's windows and a {@link ConvKernel}: of five samples at once, of five stretches of a sample's lines,
 * or of window after window.
 */
final class ConvProduct implements Runnable {
    /** Outputs that go through all of the kernel together, so that their sums stay in the cache: at most so many, */
    private static final int OUTPUTS = 192;
    /** and no more than these numbers make; a multiple of the tiles' rows. */
    private static final int NUMBERS = 1 << 14;
    /**
     * With the kernels for 32 registers, which order a product by the caches themselves: so many, whatever the filters. In
     * shares of 24, the 49 outputs of ResNet50's last layers fetched megabytes of weights three times.
     */
    private static final int WIDE_OUTPUTS = 144;

    private static final int FEWEST = 24;
    /** Fewer multiplications than these are done before a helper has come. */
    private static final int FEWEST_SHARED = 1 << 20;
    /** Into how many parts a sample's outputs are cut for several threads. */
    private static final int PARTS = 16;

    private final boolean shared;

    private final ConvKernel kernel;
    private final Workers workers;
    private final int batch;
    private final Border border;
    private final int[] starts;
    /** Of each stretch of the kernel where its parts begin in a window, and how long they are. */
    private final int[][] parts;

    private final int[] depths;
    private final float[] sums;
    private final Epilogue epilogue;
    private final int outputs;
    /** The products of stretches but the first, to be added. */
    private final float[] more;

    private final @Nullable Bands samples;
    private final @Nullable Bands lines;
    private final BandProduct[] ofSamples;
    private final BandProduct[] ofLines;
    /** How many of a sample's windows are in lines. */
    private final int inLines;
    /** The starts of the others. */
    private final int[][] others;
    /** How many samples are multiplied together where their kernels like many rows. */
    private final int group;
    /** The starts of their windows. */
    private final int[] ofGroup;
    /** Of each stretch of a kernel along one axis what is multiplied step by step; null where it is not. */
    private final float @Nullable [][][] steps;

    /** @param scratch for what {@link Border} copies */
    ConvProduct(
            ConvKernel kernel,
            Value x,
            Window[] windows,
            float[] sums,
            Epilogue epilogue,
            Workers workers,
            Scratch scratch) {
        this.workers = workers;
        this.kernel = kernel;
        this.sums = sums;
        this.epilogue = epilogue;
        int outputs = kernel.kernels.cutsSums()
                ? WIDE_OUTPUTS
                : Math.max(FEWEST, Math.min(OUTPUTS, NUMBERS / Math.max(kernel.filters, 1) / FEWEST * FEWEST));
        batch = x.size(0);
        int positions = Arrays.stream(windows).mapToInt(Window::out).reduce(1, Math::multiplyExact);
        int rows = kernel.kernels.rowsTogether();
        group = Math.max(1, Math.min(batch, rows / Math.max(1, positions)));
        outputs = Math.max(outputs, rows);
        border = new Border(x, windows, Math.max(group, Math.min(batch, Bands.COUNT)), scratch);
        starts = border.starts();
        ofGroup = group > 1 ? border.starts(group) : starts;
        parts = new int[kernel.stretches.length - 1][];
        depths = new int[parts.length];
        int span = cut(windows);

        long multiplications = (long) starts.length * kernel.filters * border.window();
        shared = workers.areSeveral() && kernel.kernels.cutsSums() && multiplications >= FEWEST_SHARED;
        if (shared) { // parts for all threads, and some more, since these are not equally fast
            int some = (starts.length + PARTS - 1) / PARTS;
            outputs = Math.max(1, Math.min(outputs, (some + FEWEST - 1) / FEWEST * FEWEST));
        }
        boolean banded = kernel.kernels.takesBands(kernel.groups[0][0]);
        int out = windows[0].out();
        samples = banded && batch >= Bands.COUNT ? Bands.of(starts, span) : null;
        lines = banded ? Bands.ofLines(starts, starts.length / out, out / Bands.COUNT, span) : null;
        ofSamples = products(samples);
        ofLines = products(lines);
        int together = lines == null ? 1 : Bands.COUNT * lines.starts().length;
        inLines = lines == null ? 0 : starts.length / together * together;
        int rest = starts.length - inLines;
        int shares = rest == 0 ? 0 : Math.max(1, (rest + outputs / 2) / outputs); // the last takes a small remainder
        others = new int[shares][];
        for (int i = 0; i < others.length; i++) {
            int first = inLines + i * outputs;
            others[i] = Arrays.copyOfRange(starts, first, i < others.length - 1 ? first + outputs : starts.length);
        }
        int longest = Arrays.stream(others).mapToInt(some -> some.length).max().orElse(0);
        longest = Math.max(longest, ofGroup.length);
        int most = samples == null ? Math.max(together, longest) : Bands.COUNT * starts.length;
        this.outputs = outputs;
        steps = steps(windows);
        more = new float[parts.length > 1 ? most * kernel.filters : 0];
    }

    /** Finds the stretches' parts; the answer is how many values lie between a window's beginning and its end. */
    private int cut(Window[] windows) {
        Window last = windows[windows.length - 1];
        boolean wholeLines = kernel.groups.length == 1 && last.dilation() == 1;
        int[] all = border.parts(wholeLines);
        int length = wholeLines ? last.kernel() * kernel.inPerGroup : kernel.inPerGroup;
        for (int i = 0; i < parts.length; i++) {
            int from = kernel.stretches[i];
            int rows = kernel.stretches[i + 1] - from;
            if (rows < length) {
                parts[i] = new int[] {all[from / length] + from % length};
                depths[i] = rows;
            } else {
                parts[i] = Arrays.copyOfRange(all, from / length, (from + rows) / length);
                depths[i] = length;
            }
        }
        return all[all.length - 1] + Math.max(length, kernel.inPerGroup * kernel.groups.length);
    }

    /** Null unless all stretches can be, and a sample alone has too few windows for another way. */
    private float @Nullable [][][] steps(Window[] windows) {
        Window window = windows[0];
        if (windows.length > 1 || window.stride() != 1 || window.dilation() != 1 || kernel.groups.length > 1) {
            return null;
        }
        float[][][] steps = new float[parts.length][][];
        for (int i = 0; i < parts.length; i++) {
            float[][] lines = depths[i] % kernel.inPerGroup == 0
                    ? kernel.kernels.inSteps(kernel.groups[0][i], depths[i] / kernel.inPerGroup, starts.length)
                    : null;
            if (lines == null || parts[i].length > 1) {
                return null;
            }
            steps[i] = lines;
        }
        return steps;
    }

    private void steps(float[][][] lines, int from, int to) {
        for (int i = 0; i < lines.length; i++) {
            float[] c = i == 0 ? sums : more;
            int positions = depths[i] / kernel.inPerGroup;
            int at = i == 0 ? to : 0;
            kernel.kernels.gemmOfSteps(starts.length, border.data(), from + parts[i][0], lines[i], positions, c, at);
            add(i, starts.length, to);
        }
        epilogue.run(kernel.kernels, starts.length, sums, to);
    }

    private BandProduct[] products(@Nullable Bands bands) {
        if (bands == null) {
            return new BandProduct[0];
        }
        BandProduct[] products = new BandProduct[parts.length];
        for (int i = 0; i < products.length; i++) {
            products[i] = new BandProduct(bands, parts[i], depths[i]);
        }
        return products;
    }

    @Override
    public void run() {
        int sample = 0;
        if (samples != null) {
            for (; sample + Bands.COUNT <= batch; sample += Bands.COUNT) {
                samples(samples, sample);
            }
        }
        for (; group > 1 && sample + group <= batch; sample += group) {
            int from = border.place(sample);
            for (int i = 1; i < group; i++) {
                border.place(sample + i);
            }
            others(ofGroup, from, sample * starts.length * kernel.filters);
        }
        for (; sample < batch; sample++) {
            int from = border.place(sample);
            if (steps != null) {
                steps(steps, from, sample * starts.length * kernel.filters);
                continue;
            }
            if (lines != null) {
                lines(lines, sample, from);
            }
            int to = (sample * starts.length + inLines) * kernel.filters;
            if (shared) {
                workers.run(others.length, i -> others(others[i], from, to + i * outputs * kernel.filters));
            } else {
                for (int i = 0; i < others.length; i++) {
                    others(others[i], from, to + i * outputs * kernel.filters);
                }
            }
        }
    }

    private void samples(Bands bands, int first) {
        for (int band = 0; band < Bands.COUNT; band++) {
            int sample = first + band;
            bands.place(band, border.place(sample), sample * starts.length * kernel.filters);
        }
        multiply(bands, ofSamples);
    }

    private void lines(Bands bands, int sample, int from) {
        for (int window = 0; window < inLines; ) {
            for (int band = 0; band < Bands.COUNT; band++, window += bands.starts().length) {
                bands.place(band, from + starts[window], (sample * starts.length + window) * kernel.filters);
            }
            multiply(bands, ofLines);
        }
    }

    /** The bands' products follow one another. */
    private void multiply(Bands bands, BandProduct[] products) {
        bands.pack(border.data());
        int to = bands.places()[0];
        for (int i = 0; i < products.length; i++) {
            for (int g = 0; g < kernel.groups.length; g++) {
                Matrix b = kernel.groups[g][i];
                int column = g * b.columns() - (i == 0 ? 0 : to);
                products[i].run(kernel.kernels, g * kernel.inPerGroup, b, i == 0 ? sums : more, column, kernel.filters);
            }
            add(i, Bands.COUNT * bands.starts().length, to);
        }
        epilogue.run(kernel.kernels, Bands.COUNT * bands.starts().length, sums, to);
    }

    private void others(int[] some, int from, int to) {
        if (kernel.kernels.cutsSums()) {
            for (int g = 0; g < kernel.groups.length; g++) {
                Matrix b = kernel.groups[g][0];
                int first = g * b.columns();
                int at = from + g * kernel.inPerGroup;
                kernel.kernels.affine(
                        some,
                        parts[0],
                        depths[0],
                        border.data(),
                        at,
                        b,
                        epilogue.bias(),
                        first,
                        sums,
                        to + first,
                        kernel.filters);
            }
            epilogue.activate(kernel.kernels, some.length, sums, to);
            return;
        }
        for (int i = 0; i < parts.length; i++) {
            for (int g = 0; g < kernel.groups.length; g++) {
                Matrix b = kernel.groups[g][i];
                int at = from + g * kernel.inPerGroup;
                int column = g * b.columns() + (i == 0 ? to : 0);
                kernel.kernels.gemm(
                        some, parts[i], depths[i], border.data(), at, b, i == 0 ? sums : more, column, kernel.filters);
            }
            add(i, some.length, to);
        }
        epilogue.run(kernel.kernels, some.length, sums, to);
    }

    private void add(int stretch, int windows, int to) {
        if (stretch > 0 && more.length > 0) {
            kernel.kernels.add(windows * kernel.filters, sums, to, more, 0, sums, to);
        }
    }
}
