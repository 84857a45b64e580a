package io.github.keras4j.engine.purejava.program;

import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Mask;
import io.github.keras4j.engine.purejava.values.States;
import io.github.keras4j.engine.purejava.values.Texts;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.limits.Memory;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds one program for given input shapes. Layers get buffers from it and add steps, in the order in which these run.
 * A step holds its buffers, so that running it allocates nothing.
 */
public final class Binding {
    private final Context context;
    private final States states;
    private final boolean fuses;
    private final boolean keeps;
    private final Texts texts;
    private final List<Runnable> steps = new ArrayList<>();
    private final Set<float[]> known = Collections.newSetFromMap(new IdentityHashMap<>());
    /** Arrays that were handed out by {@link #passing}. */
    private final Set<float[]> passing = Collections.newSetFromMap(new IdentityHashMap<>());
    /** Those of them that nothing reads any more, by length. */
    private final Map<Integer, Deque<float[]>> free = new HashMap<>();

    private final Scratch scratch = new Scratch(this::count);
    private @Nullable Object outermost;
    private long allocated;

    /** One that keeps all outputs. @param fuses whether layers may run as one, so that some have no outputs of their own */
    public Binding(Context context, States states, boolean fuses) {
        this(context, states, fuses, true, new Texts());
    }

    /**
     * @param fuses whether layers may run as one, so that some have no outputs of their own
     * @param keeps whether outputs are still there at the end, also those that no layer reads any more
     * @param texts where a call's strings lie, and where layers put those that they give
     */
    public Binding(Context context, States states, boolean fuses, boolean keeps, Texts texts) {
        this.context = context;
        this.states = states;
        this.fuses = fuses;
        this.keeps = keeps;
        this.texts = texts;
    }

    public Texts texts() {
        return texts;
    }

    public boolean fuses() {
        return fuses;
    }

    /** How many floats all values take. */
    public long allocated() {
        return allocated;
    }

    public Context context() {
        return context;
    }

    public Kernels kernels() {
        return context.kernels();
    }

    public States states() {
        return states;
    }

    public void step(Runnable step) {
        steps.add(step);
    }

    public Runnable[] steps() {
        return steps.toArray(Runnable[]::new);
    }

    /** Notes that a value's numbers are there already, before the program runs: they hang on shapes alone. */
    public Value know(Value value) {
        known.add(value.data());
        return value;
    }

    /** Whether a value's numbers are there before the program runs. */
    public boolean isKnown(Value value) {
        return known.contains(value.data());
    }

    /** A binding for steps that run at once, since all that they take is known. */
    public Binding aside() {
        return new Binding(context, states, false, true, texts);
    }

    /** A new zeroed value of that shape. */
    public Value value(int... shape) {
        int elements = elements(shape);
        count(elements);
        return new Value(new float[elements], shape);
    }

    private void count(int elements) {
        allocated += elements;
        if (!Memory.fits(Float.BYTES * allocated)) {
            throw new BindException("brings what is computed at once to " + Float.BYTES * allocated
                    + " bytes, more than the heap holds. Give Java more (-Xmx), or fewer samples at once");
        }
    }

    public Value valueLike(Value other) {
        return value(other.shape());
    }

    /**
     * A new value, not zeroed, for a layer's output: each call of the program must write it as a whole before anything reads
     * it. Its array may be one that earlier layers' outputs had, which nothing reads any more; a large network then takes
     * a few arrays, which stay in the cache.
     */
    public Value passing(int... shape) {
        Deque<float[]> fitting = free.get(elements(shape));
        if (fitting != null && !fitting.isEmpty()) {
            return new Value(fitting.pop(), shape);
        }
        Value value = value(shape);
        if (!keeps) {
            passing.add(value.data());
        }
        return value;
    }

    /** Says that no later step reads this array, so that {@link #passing} may hand it out again. Others' are left alone. */
    public void release(float[] array) {
        if (!passing.contains(array)) {
            return;
        }
        Deque<float[]> fitting = free.computeIfAbsent(array.length, length -> new ArrayDeque<>());
        if (!fitting.contains(array)) { // two outputs may lie in one array
            fitting.push(array);
        }
    }

    /** Room for one step at a time, which all of them share. */
    public Scratch scratch() {
        return scratch;
    }

    public Mask mask(int... shape) {
        return new Mask(new boolean[elements(shape)], shape);
    }

    /** Whether this is the network whose nodes' outputs {@link #release} is for: the first one asked, the outermost. */
    public boolean isOutermost(Object network) {
        if (outermost == null) {
            outermost = network;
        }
        return outermost == network;
    }

    /** A copy of a value, for a step that works in place. */
    public Value copy(Value source) {
        Value target = passing(source.shape());
        int n = target.data().length;
        step(() -> System.arraycopy(source.data(), 0, target.data(), 0, n));
        return target.withMask(source.mask());
    }

    /** A mask that is the and (or the or) of those given; null when none is. */
    @Nullable
    public Mask combine(List<Mask> masks, boolean or) {
        if (masks.isEmpty()) {
            return null;
        }
        if (masks.size() == 1) {
            return masks.get(0);
        }
        Mask target = mask(masks.get(0).shape());
        for (Mask mask : masks) {
            if (mask.data().length != target.data().length) {
                throw new Keras4jException("Masks of different shapes meet in a merge. Received: "
                        + Shape.of(target.shape()) + " and " + Shape.of(mask.shape()));
            }
        }
        boolean[][] parts = masks.stream().map(Mask::data).toArray(boolean[][]::new);
        step(() -> {
            for (int i = 0; i < target.data().length; i++) {
                boolean value = parts[0][i];
                for (int p = 1; p < parts.length; p++) {
                    value = or ? value | parts[p][i] : value & parts[p][i];
                }
                target.data()[i] = value;
            }
        });
        return target;
    }

    private static int elements(int[] shape) {
        for (int size : shape) {
            if (size < 0) {
                throw new BindException("makes an axis of a negative size: " + Arrays.toString(shape));
            }
        }
        return Value.product(shape, 0, shape.length);
    }
}
