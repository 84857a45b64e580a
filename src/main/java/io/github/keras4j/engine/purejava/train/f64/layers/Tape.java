package io.github.keras4j.engine.purejava.train.f64.layers;

import io.github.keras4j.engine.purejava.train.blueprint.PointFunction;
import io.github.keras4j.engine.purejava.train.f64.Flow;
import io.github.keras4j.engine.purejava.train.f64.Graph;
import io.github.keras4j.engine.purejava.train.f64.Nonlinearity;
import io.github.keras4j.engine.purejava.train.f64.Parameters.Parameter;
import io.github.keras4j.engine.purejava.train.f64.Pointwise;
import io.github.keras4j.engine.purejava.train.f64.Unit;
import io.github.keras4j.engine.purejava.train.f64.layers.ArrayUnits.Operation;
import io.github.keras4j.model.training.TrainingRules;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Differentiable functions of arrays, written onto a graph: each call adds a unit, and gives the flow of its answer.
 * Shapes have the batch axis first; a weight's first axis takes its place. Answers have no masks.
 */
final class Tape {
    private static final boolean[] NONE = {};

    final Graph graph;
    final TrainingRules rules;

    Tape(Graph graph) {
        this.graph = graph;
        rules = graph.blueprint.rules();
    }

    /** A new flow of this shape. */
    Flow flow(int... shape) {
        return flow(shape, false);
    }

    private Flow flow(int[] shape, boolean leaf) {
        int batch = shape.length == 0 ? 1 : shape[0];
        int[] sizes = shape.length == 0 ? shape : Arrays.copyOfRange(shape, 1, shape.length);
        return graph.flow(new Flow(batch, sizes, NONE, leaf));
    }

    Flow gather(Flow x, int[] shape, int[] index) {
        Flow y = flow(shape, x.leaf);
        return graph.add(new ArrayUnits.Gather(x, y, index), y);
    }

    /** The same numbers in another shape. */
    Flow reshape(Flow x, int... shape) {
        return x.view(shape[0], Arrays.copyOfRange(shape, 1, shape.length));
    }

    Flow transpose(Flow x, int... axes) {
        int[] shape = x.shape();
        for (int i = 0; i < axes.length; i++) {
            if (axes[i] != i) {
                return gather(x, Axes.permuted(shape, axes), Axes.transpose(shape, axes));
            }
        }
        return x;
    }

    /** Positions {@code from} up to {@code to} along an axis. */
    Flow slice(Flow x, int axis, int from, int to) {
        int[] shape = x.shape();
        int[] strides = Axes.strides(shape);
        int[] cut = Axes.with(shape, axis, to - from);
        return gather(x, cut, Axes.positions(cut, strides, from * strides[axis]));
    }

    Flow add(Flow a, Flow b) {
        return arithmetic(Operation.ADD, a, b);
    }

    Flow subtract(Flow a, Flow b) {
        return arithmetic(Operation.SUBTRACT, a, b);
    }

    Flow multiply(Flow a, Flow b) {
        return arithmetic(Operation.MULTIPLY, a, b);
    }

    Flow divide(Flow a, Flow b) {
        return arithmetic(Operation.DIVIDE, a, b);
    }

    /** With numpy's broadcasting. */
    Flow arithmetic(Operation operation, Flow a, Flow b) {
        int[] left = a.shape();
        int[] right = b.shape();
        int[] shape = Axes.broadcast(left, right);
        Flow y = flow(shape, a.leaf && b.leaf);
        int[] none = {};
        int[] aIndex = Arrays.equals(left, shape) ? none : Axes.stretched(left, shape);
        int[] bIndex = Arrays.equals(right, shape) ? none : Axes.stretched(right, shape);
        return graph.add(new ArrayUnits.Arithmetic(operation, a, b, y, aIndex, bIndex), y);
    }

    /** scale x + shift. */
    Flow line(Flow x, double scale, double shift) {
        Flow y = flow(x.shape(), x.leaf);
        return graph.add(new ArrayUnits.Line(x, y, scale, shift), y);
    }

    Flow apply(Flow x, Nonlinearity function) {
        Flow y = flow(x.shape(), x.leaf);
        return graph.add(new ArrayUnits.Apply(x, y, function), y);
    }

    Flow apply(Flow x, PointFunction function) {
        return apply(x, new Pointwise(function));
    }

    Flow apply(Flow x, PointFunction.Kind kind) {
        return apply(x, PointFunction.of(kind));
    }

    /** The sum over these axes, which stay with size 1. */
    Flow sum(Flow x, List<Integer> axes) {
        return sum(x, axes, 1);
    }

    /** The mean over these axes, which stay with size 1. */
    Flow mean(Flow x, List<Integer> axes) {
        int[] reduced = Axes.reduced(x.shape(), axes);
        return sum(x, axes, (double) Axes.product(reduced) / x.value.length);
    }

    private Flow sum(Flow x, List<Integer> axes, double factor) {
        int[] shape = x.shape();
        int[] reduced = Axes.reduced(shape, axes);
        Flow y = flow(reduced, x.leaf);
        return graph.add(new ArrayUnits.Sum(x, y, Axes.stretched(reduced, shape), factor), y);
    }

    /** For each of the leading axes' matrices A (m, k), B (k, n): A B. */
    Flow product(Flow a, Flow b) {
        int[] left = a.shape();
        int[] right = b.shape();
        int rank = left.length;
        int m = left[rank - 2];
        int k = left[rank - 1];
        int n = right[rank - 1];
        Flow y = flow(Axes.with(left, rank - 1, n));
        int groups = Axes.product(left, 0, rank - 2);
        return graph.add(new ArrayUnits.Product(a, b, y, groups, m, k, n), y);
    }

    /** Over the last axis. */
    Flow softmax(Flow x) {
        Flow y = flow(x.shape());
        return graph.add(new RowUnits.SoftmaxRows(x, y, x.last()), y);
    }

    /** The logarithm of it. */
    Flow logSoftmax(Flow x) {
        Flow y = flow(x.shape());
        return graph.add(new RowUnits.LogSoftmaxRows(x, y, x.last()), y);
    }

    /** Side by side along an axis. */
    Flow concatenate(List<Flow> inputs, int axis) {
        int[] shape = inputs.get(0).shape();
        shape[axis] = inputs.stream().mapToInt(input -> input.shape()[axis]).sum();
        boolean leaf = inputs.stream().allMatch(input -> input.leaf);
        Flow y = flow(shape, leaf);
        int[] strides = Axes.strides(shape);
        int at = 0;
        for (Flow input : inputs) {
            int[] places = Axes.positions(input.shape(), strides, at * strides[axis]);
            graph.units.add(new ArrayUnits.Place(input, y, places));
            at += input.shape()[axis];
        }
        return y;
    }

    /** The first where its run's flag is set, else the second; flags are told for leading axes. */
    Flow select(boolean[] flags, int[] index, Flow a, Flow b) {
        Flow y = flow(a.shape());
        return graph.add(new ArrayUnits.Select(flags, index, a, b, y, a.value.length / index.length), y);
    }

    /** True where a flow is not 0: a mask. */
    boolean[] flags(Flow x) {
        boolean[] flags = new boolean[x.value.length];
        graph.units.add(new Unit() {
            @Override
            public void forward(boolean training) {
                for (int i = 0; i < flags.length; i++) {
                    flags[i] = x.value[i] != 0;
                }
            }

            @Override
            public void backward() {}
        });
        return flags;
    }

    /** Where two flows differ 1, else 0. No gradient goes back. */
    Flow differ(Flow a, Flow b) {
        int[] shape = Axes.broadcast(a.shape(), b.shape());
        int[] left = Axes.stretched(a.shape(), shape);
        int[] right = Axes.stretched(b.shape(), shape);
        Flow y = flow(shape, true);
        return graph.add(
                new Unit() {
                    @Override
                    public void forward(boolean training) {
                        for (int i = 0; i < left.length; i++) {
                            y.value[i] = a.value[left[i]] != b.value[right[i]] ? 1 : 0;
                        }
                    }

                    @Override
                    public void backward() {}
                },
                y);
    }

    /** A weight, in another shape with as many elements. */
    Flow weight(String path, int... shape) {
        Parameter parameter = graph.parameters.get(path);
        Flow y = flow(shape);
        return graph.add(new ArrayUnits.Weight(graph.parameters, parameter, y), y);
    }

    /** A weight in its own shape; a single number has one axis. */
    Flow weight(String path) {
        int[] sizes = graph.parameters.get(path).shape().sizes();
        return weight(path, sizes.length == 0 ? new int[] {1} : sizes);
    }

    Optional<Parameter> find(String path) {
        return graph.parameters.find(path);
    }

    /** Numbers that stay. */
    Flow constant(double[] values, int... shape) {
        Flow y = flow(shape, true);
        System.arraycopy(values, 0, y.value, 0, values.length);
        return y;
    }

    /** x K + b on the last axis; K (in, out) may lie in any shape of as many elements. */
    Flow dense(Flow x, Flow kernel, Optional<Flow> bias) {
        int in = x.last();
        int out = kernel.value.length / in;
        Flow rows = reshape(x, x.value.length / in, in);
        Flow y = product(rows, reshape(kernel, in, out));
        Flow sums = bias.isPresent() ? add(y, reshape(bias.get(), 1, out)) : y;
        return reshape(sums, Axes.with(x.shape(), x.sizes.length, out));
    }
}
