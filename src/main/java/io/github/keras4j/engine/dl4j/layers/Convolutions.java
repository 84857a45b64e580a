package io.github.keras4j.engine.dl4j.layers;

import io.github.keras4j.engine.dl4j.arrays.Arrays;
import io.github.keras4j.engine.dl4j.arrays.Ops;
import io.github.keras4j.engine.dl4j.arrays.UnfitException;
import io.github.keras4j.engine.dl4j.arrays.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolutions of any rank, as matrix products of what each kernel position sees. libnd4j's own know two and three axes
 * and neither groups nor Theano's paddings, and sconv2d fails on one channel.
 */
final class Convolutions {
    private Convolutions() {}

    /** @param kernel {@code (spatial..., in / groups, filters)} */
    static Value conv(Value x, Value kernel, Windows windows, int groups) {
        List<Value> views = windows.views(windows.padded(x, 0));
        int in = kernel.size(-2);
        int filters = kernel.size(-1);
        if (x.size(-1) != in * groups) {
            throw new UnfitException("takes " + in * groups + " channels");
        }
        Value flat = Ops.reshape(kernel, views.size(), in, filters);
        List<Value> outputs = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            List<Value> patches = new ArrayList<>();
            for (Value view : views) {
                patches.add(
                        groups == 1
                                ? view
                                : Ops.part(view, view.rank() - 1, (long) group * in, (long) (group + 1) * in));
            }
            int last = x.rank() - 1;
            long each = filters / groups;
            Value part = groups == 1 ? flat : Ops.part(flat, 2, group * each, (group + 1) * each);
            outputs.add(Ops.matmul(Ops.concat(last, patches), Ops.reshape(part, (long) views.size() * in, each)));
        }
        return Ops.concat(x.rank() - 1, outputs);
    }

    /** @param kernel {@code (spatial..., in, multiplier)} */
    static Value depthwise(Value x, Value kernel, Windows windows) {
        List<Value> views = windows.views(windows.padded(x, 0));
        long in = kernel.size(-2);
        long multiplier = kernel.size(-1);
        if (x.size(-1) != in) {
            throw new UnfitException("takes " + in + " channels");
        }
        Value flat = Ops.reshape(kernel, views.size(), in, multiplier);
        Value sum = null;
        for (int k = 0; k < views.size(); k++) {
            Value view = views.get(k);
            long[] longer = java.util.Arrays.copyOf(view.shape(), view.rank() + 1);
            longer[view.rank()] = 1;
            Value part = Ops.mul(Ops.reshape(view, longer), Ops.at(flat, 0, k));
            sum = sum == null ? part : Ops.add(sum, part);
        }
        if (sum == null) {
            throw new UnfitException("takes a kernel of at least one position");
        }
        long[] shape = views.get(0).shape().clone();
        shape[shape.length - 1] = in * multiplier;
        return Ops.reshape(sum, shape);
    }

    /**
     * The transpose of a convolution whose windows are given: its output is our input.
     *
     * @param kernel {@code (spatial..., filters, in)}
     */
    static Value transposed(Value x, Value kernel, Windows windows) {
        int rank = windows.axes().size();
        int positions = 1;
        for (Windows.Axis axis : windows.axes()) {
            positions *= axis.kernel();
        }
        int filters = kernel.size(-2);
        Value flat = Ops.reshape(kernel, positions, filters, kernel.size(-1));
        Value sum = null;
        for (int k = 0; k < positions; k++) {
            Value product = Ops.matmul(x, Ops.permute(Ops.at(flat, 0, k), 1, 0));
            Value spread = product;
            int rest = k;
            for (int i = rank - 1; i >= 0; i--) {
                Windows.Axis axis = windows.axes().get(i);
                spread = spread(spread, i + 1, axis, rest % axis.kernel());
                rest /= axis.kernel();
            }
            sum = sum == null ? spread : Ops.add(sum, spread);
        }
        if (sum == null) {
            throw new UnfitException("takes a kernel of at least one position");
        }
        return sum;
    }

    /** Puts position i of an axis where kernel position k of window i looks; what lies outside falls away. */
    private static Value spread(Value x, int at, Windows.Axis axis, int k) {
        Value y = x;
        if (axis.stride() > 1) {
            long[] longer = new long[y.rank() + 1];
            for (int i = 0; i < longer.length; i++) {
                longer[i] = i == at + 1 ? 1 : y.size(i <= at ? i : i - 1);
            }
            long[] none = new long[longer.length];
            long[] gaps = none.clone();
            gaps[at + 1] = axis.stride() - 1;
            long[] joined = y.shape().clone();
            joined[at] *= axis.stride();
            y = Ops.reshape(Ops.pad(Ops.reshape(y, longer), none, gaps, 0), joined);
        }
        long shift = (long) k * axis.dilation() - axis.before();
        if (shift < 0) {
            long cut = Math.min(-shift, y.size(at));
            y = Ops.part(y, at, cut, y.size(at));
            shift += cut;
        }
        long room = axis.in() - shift;
        if (y.size(at) > room) {
            y = Ops.part(y, at, 0, Math.max(room, 0));
        }
        long[] before = new long[y.rank()];
        long[] after = new long[y.rank()];
        before[at] = Math.min(shift, axis.in());
        after[at] = axis.in() - before[at] - y.size(at);
        return y.size(at) == 0 ? zeros(x, at, axis.in()) : Ops.pad(y, before, after, 0);
    }

    private static Value zeros(Value x, int at, int size) {
        long[] shape = x.shape().clone();
        shape[at] = size;
        return Value.of(Arrays.zeros(x.data(), shape));
    }
}
