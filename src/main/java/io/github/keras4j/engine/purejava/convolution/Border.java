package io.github.keras4j.engine.purejava.convolution;

import io.github.keras4j.engine.purejava.program.Scratch;
import io.github.keras4j.engine.purejava.values.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** An input whose windows all lie inside: itself where it needs no padding, else copies of samples with their borders. */
final class Border {
    private final Value x;
    private final Window[] windows;
    private final int[] padded;
    private final int size;
    private final int kept;
    private final boolean copies;
    private final Scratch scratch;
    private final List<Integer> key;
    private final Consumer<float[]> clear = this::clear;
    private float[] data;
    /** Where each line of the input begins in the copy. */
    private final int[] lines;

    /**
     * @param x channels last
     * @param kept how many samples' copies there are at a time
     * @param scratch where they are made
     */
    Border(Value x, Window[] windows, int kept, Scratch scratch) {
        this.x = x;
        this.windows = windows;
        padded = new int[windows.length + 1];
        boolean grows = false;
        for (int axis = 0; axis < windows.length; axis++) {
            Window w = windows[axis];
            int end = (w.out() - 1) * w.stride() + (w.kernel() - 1) * w.dilation() + 1;
            padded[axis] = Math.max(w.before() + w.in(), end);
            grows |= padded[axis] != w.in();
        }
        padded[windows.length] = x.lastSize();
        copies = grows;
        size = Value.product(padded, 0, padded.length);
        this.kept = kept;
        this.scratch = scratch;
        key = key();
        data = x.data();
        if (copies) {
            scratch.reserve(Math.multiplyExact(kept, size));
        }
        lines = copies ? lines() : new int[0];
    }

    /** Zeros around what copies write. */
    private void clear(float[] array) {
        int line = windows[windows.length - 1].in() * x.lastSize();
        for (int sample = 0, at = 0; sample < kept; sample++, at = sample * size) {
            for (int begin : lines) {
                Arrays.fill(array, at, sample * size + begin, 0);
                at = sample * size + begin + line;
            }
            Arrays.fill(array, at, (sample + 1) * size, 0);
        }
    }

    /** What tells where copies leave zeros. */
    private List<Integer> key() {
        List<Integer> key = new ArrayList<>(List.of(kept));
        for (int size : padded) {
            key.add(size);
        }
        for (Window w : windows) {
            key.add(w.before());
            key.add(w.in());
        }
        return key;
    }

    /** How many numbers a window reads, of all channels. */
    int window() {
        return Window.kernels(windows) * x.lastSize();
    }

    /** What the windows read, after {@link #place}. */
    float[] data() {
        return data;
    }

    /** Where a sample lies in {@link #data}; copied there if need be, in the place of an earlier one. */
    int place(int sample) {
        if (!copies) {
            return sample * size;
        }
        data = scratch.array(key, clear);
        int from = sample * Value.product(x.shape(), 1, x.rank());
        int to = sample % kept * size;
        int line = windows[windows.length - 1].in() * x.lastSize();
        for (int i = 0; i < lines.length; i++) {
            System.arraycopy(x.data(), from + i * line, data, to + lines[i], line);
        }
        return to;
    }

    private int[] lines() {
        int[] sizes = new int[windows.length];
        Arrays.setAll(sizes, axis -> axis == windows.length - 1 ? 1 : windows[axis].in());
        int[] ones = new int[windows.length];
        Arrays.fill(ones, 1);
        int[] places = places(sizes, ones);
        int first = 0;
        for (int axis = 0; axis < windows.length; axis++) {
            first += windows[axis].before() * Value.product(padded, axis + 1, padded.length);
        }
        for (int i = 0; i < places.length; i++) {
            places[i] += first;
        }
        return places;
    }

    /** For each output, row-major, where its window begins. */
    int[] starts() {
        return places(
                Arrays.stream(windows).mapToInt(Window::out).toArray(),
                Arrays.stream(windows).mapToInt(Window::stride).toArray());
    }

    /** As {@link #starts()}, for so many samples that lie one behind the other; at most as many as are kept. */
    int[] starts(int samples) {
        int[] one = starts();
        int[] all = new int[samples * one.length];
        Arrays.setAll(all, i -> one[i % one.length] + i / one.length * size);
        return all;
    }

    /** The parts of a window, counted from its beginning: its positions, or its lines along the last axis. */
    int[] parts(boolean wholeLines) {
        int[] sizes = Arrays.stream(windows).mapToInt(Window::kernel).toArray();
        if (wholeLines) {
            sizes[sizes.length - 1] = 1;
        }
        return places(sizes, Arrays.stream(windows).mapToInt(Window::dilation).toArray());
    }

    /** Where the positions of a grid lie, row-major, its axes walked in steps. */
    private int[] places(int[] sizes, int[] steps) {
        int[] places = {0};
        for (int axis = 0; axis < sizes.length; axis++) {
            int stride = steps[axis] * Value.product(padded, axis + 1, padded.length);
            int[] along = new int[places.length * sizes[axis]];
            for (int i = 0; i < along.length; i++) {
                along[i] = places[i / sizes[axis]] + i % sizes[axis] * stride;
            }
            places = along;
        }
        return places;
    }
}
