package io.github.keras4j.engine.purejava.train.f64.layers;

import io.github.keras4j.engine.purejava.program.Resample;
import io.github.keras4j.engine.purejava.train.f64.Flow;
import io.github.keras4j.engine.purejava.train.f64.RepeatUnit;
import io.github.keras4j.engine.purejava.values.AxisOrder;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/** Layers that move values and compute nothing. */
record ShapingLayers(Tape tape, Flow x) implements Shaping.Visitor<Flow> {
    @Override
    public Flow flatten(Shaping.Flatten layer) {
        int rank = x.sizes.length + 1;
        Flow last = layer.channelsFirst() && rank > 2 ? tape.transpose(x, AxisOrder.toLast(rank, 1)) : x;
        return tape.reshape(last, x.batch, x.length);
    }

    @Override
    public Flow reshape(Shaping.Reshape layer) {
        int[] sizes = layer.target().sizes();
        int known = 1;
        for (int size : sizes) {
            known *= size == Shape.UNKNOWN ? 1 : size;
        }
        int[] shape = new int[sizes.length + 1];
        shape[0] = x.batch;
        for (int i = 0; i < sizes.length; i++) {
            shape[i + 1] = sizes[i] == Shape.UNKNOWN ? x.length / known : sizes[i];
        }
        return tape.reshape(x, shape);
    }

    @Override
    public Flow permute(Shaping.Permute layer) {
        int[] order = new int[x.sizes.length + 1];
        for (int i = 0; i < layer.dims().size(); i++) {
            order[i + 1] = layer.dims().get(i);
        }
        return tape.transpose(x, order);
    }

    @Override
    public Flow repeatVector(Shaping.RepeatVector layer) {
        Flow y = tape.flow(x.batch, layer.n(), x.length);
        return tape.graph.add(new RepeatUnit(x, y), y);
    }

    private int firstSpatial(boolean channelsFirst) {
        return channelsFirst ? 2 : 1;
    }

    @Override
    public Flow cropping(Shaping.Cropping layer) {
        int[] shape = x.shape();
        int[] strides = Axes.strides(shape);
        int start = 0;
        for (int i = 0; i < layer.cropping().size(); i++) {
            int axis = firstSpatial(layer.channelsFirst()) + i;
            Shaping.Range range = layer.cropping().get(i);
            shape[axis] -= range.before() + range.after();
            start += range.before() * strides[axis];
        }
        return tape.gather(x, shape, Axes.positions(shape, strides, start));
    }

    @Override
    public Flow zeroPadding(Shaping.ZeroPadding layer) {
        int[] shape = x.shape();
        int[] before = new int[shape.length];
        for (int i = 0; i < layer.padding().size(); i++) {
            int axis = firstSpatial(layer.channelsFirst()) + i;
            Shaping.Range range = layer.padding().get(i);
            shape[axis] += range.before() + range.after();
            before[axis] = range.before();
        }
        int[] places = Axes.positions(x.shape(), Axes.strides(shape), dot(before, Axes.strides(shape)));
        int[] index = new int[Axes.product(shape)];
        Arrays.fill(index, -1);
        for (int i = 0; i < places.length; i++) {
            index[places[i]] = i;
        }
        return tape.gather(x, shape, index);
    }

    private static int dot(int[] a, int[] b) {
        int sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Interpolated, every axis is multiplied by what each input counts in each output. */
    @Override
    public Flow upSampling(Shaping.UpSampling layer) {
        Flow y = x;
        List<Integer> factors = layer.size();
        for (int i = 0; i < factors.size(); i++) {
            int axis = firstSpatial(layer.channelsFirst()) + i;
            y = layer.interpolation().equals("nearest")
                    ? repeated(y, axis, factors.get(i))
                    : resampled(y, axis, factors.get(i), layer);
        }
        return y;
    }

    private Flow resampled(Flow y, int axis, int factor, Shaping.UpSampling layer) {
        int in = y.shape()[axis];
        int size = in * factor;
        float[][] weights = Resample.weights(in, size, new Resample.Way(layer.interpolation(), layer.grid(), false));
        double[] matrix = new double[in * size];
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = (double) weights[i % size][i / size];
        }
        int[] order = AxisOrder.toLast(y.sizes.length + 1, axis);
        Flow last = tape.transpose(y, order);
        Flow product = tape.product(tape.reshape(last, last.value.length / in, in), tape.constant(matrix, in, size));
        int[] shape = Axes.with(last.shape(), last.sizes.length, size);
        return tape.transpose(tape.reshape(product, shape), Axes.inverse(order));
    }

    private Flow repeated(Flow y, int axis, int factor) {
        int[] shape = y.shape();
        int inner = Axes.product(shape, axis + 1, shape.length);
        int size = shape[axis] * factor;
        int[] wider = Axes.with(shape, axis, size);
        int[] index = new int[Axes.product(wider)];
        for (int i = 0; i < index.length; i++) {
            int line = i / inner / size;
            index[i] = (line * shape[axis] + i / inner % size / factor) * inner + i % inner;
        }
        return tape.gather(y, wider, index);
    }
}
