package io.github.keras4j.engine.dl4j.layers;

import io.github.keras4j.engine.dl4j.arrays.Ops;
import io.github.keras4j.engine.dl4j.arrays.UnfitException;
import io.github.keras4j.engine.dl4j.arrays.Value;
import io.github.keras4j.model.Padding;
import java.util.ArrayList;
import java.util.List;

/**
 * How windows move along spatial axes: output {@code o} looks at input {@code o stride - before + k dilation} for each
 * kernel position k. What lies outside is padding.
 */
record Windows(List<Axis> axes) {
    /** One axis. */
    record Axis(int in, int out, int kernel, int stride, int dilation, int before) {
        int end() {
            return (out - 1) * stride + (kernel - 1) * dilation + 1;
        }
    }

    /** @param x channels last */
    static Windows of(Value x, List<Integer> kernel, List<Integer> strides, List<Integer> dilation, Padding padding) {
        if (x.rank() != kernel.size() + 2) {
            throw new UnfitException("takes " + (kernel.size() + 2) + " axes");
        }
        List<Axis> axes = new ArrayList<>();
        for (int i = 0; i < kernel.size(); i++) {
            Axis axis = axis(x.size(i + 1), kernel.get(i), strides.get(i), dilation.get(i), padding);
            if (axis.out() < 1) {
                throw new UnfitException("a spatial axis of size " + axis.in() + " is shorter than the window");
            }
            axes.add(axis);
        }
        return new Windows(axes);
    }

    private static Axis axis(int in, int kernel, int stride, int dilation, Padding padding) {
        int span = (kernel - 1) * dilation + 1;
        return switch (padding) {
            case VALID -> sized(in, kernel, stride, dilation, 0, in);
            case CAUSAL -> sized(in, kernel, stride, dilation, span - 1, in + span - 1);
            case FULL -> sized(in, kernel, stride, dilation, span - 1, in + 2 * (span - 1));
            case SAME -> {
                int out = (in + stride - 1) / stride;
                int total = Math.max((out - 1) * stride + span - in, 0);
                yield new Axis(in, out, kernel, stride, dilation, total / 2);
            }
            case THEANO_SAME -> {
                Axis half = sized(in, kernel, stride, dilation, span / 2, in + 2 * (span / 2));
                int out = kernel % 2 == 0 ? Math.min(half.out(), (in + stride - 1) / stride) : half.out();
                yield new Axis(in, out, kernel, stride, dilation, span / 2);
            }
        };
    }

    private static Axis sized(int in, int kernel, int stride, int dilation, int before, int padded) {
        int span = (kernel - 1) * dilation + 1;
        return new Axis(in, Math.floorDiv(padded - span, stride) + 1, kernel, stride, dilation, before);
    }

    /** Pooling with the border {@code same} in Keras 1 on Theano (theano_backend.py, pool2d). */
    static Windows theanoPool(Value x, List<Integer> size, List<Integer> strides) {
        List<Axis> axes = new ArrayList<>();
        for (int i = 0; i < size.size(); i++) {
            int in = x.size(i + 1);
            int kernel = size.get(i);
            int before = kernel > 2 && kernel % 2 == 1 ? kernel - 2 : kernel - 1;
            Axis axis = sized(in, kernel, strides.get(i), 1, before, in + 2 * before);
            int out = Math.min(axis.out(), (in + strides.get(i) - 1) / strides.get(i));
            axes.add(new Axis(in, out, kernel, strides.get(i), 1, before));
        }
        return new Windows(axes);
    }

    /** The input with its borders, so that all windows lie inside. */
    Value padded(Value x, double with) {
        long[] before = new long[x.rank()];
        long[] after = new long[x.rank()];
        for (int i = 0; i < axes.size(); i++) {
            Axis axis = axes.get(i);
            before[i + 1] = axis.before();
            after[i + 1] = Math.max(axis.end() - axis.before() - axis.in(), 0);
        }
        return Ops.pad(x, before, after, with);
    }

    /** What each kernel position sees of a padded input, row-major: {@code [batch, out..., channels]}. */
    List<Value> views(Value padded) {
        List<Value> views = List.of(padded);
        for (int i = 0; i < axes.size(); i++) {
            Axis axis = axes.get(i);
            List<Value> next = new ArrayList<>();
            for (Value view : views) {
                for (int k = 0; k < axis.kernel(); k++) {
                    long from = (long) k * axis.dilation();
                    next.add(Ops.steps(view, i + 1, from, axis.out(), axis.stride()));
                }
            }
            views = next;
        }
        return views;
    }
}
