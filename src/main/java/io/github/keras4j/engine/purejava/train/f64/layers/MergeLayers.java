package io.github.keras4j.engine.purejava.train.f64.layers;

import io.github.keras4j.engine.purejava.train.f64.Flow;
import io.github.keras4j.engine.purejava.train.f64.JoinUnit;
import io.github.keras4j.engine.purejava.train.f64.Unit;
import io.github.keras4j.engine.purejava.train.f64.layers.ArrayUnits.Operation;
import io.github.keras4j.engine.purejava.values.AxisOrder;
import io.github.keras4j.model.Merging;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Layers that join several inputs. */
record MergeLayers(Layout layout, Tape tape, List<Flow> inputs) implements Merging.Visitor<Flow> {
    @Override
    public Flow elementwise(Merging.Elementwise layer) {
        return layout.masked(values(layer), mask(layer.masks()));
    }

    private boolean[] mask(Merging.Masks masks) {
        List<boolean[]> given =
                inputs.stream().filter(Flow::masked).map(input -> input.mask).toList();
        boolean any = masks == Merging.Masks.ANY;
        if (given.isEmpty() || masks == Merging.Masks.NONE || any && given.size() < inputs.size()) {
            return new boolean[0];
        }
        return joined(given, any);
    }

    /** A step counts where it does in all of these, or in any. */
    private boolean[] joined(List<boolean[]> masks, boolean any) {
        boolean[] joined = new boolean[masks.get(0).length];
        tape.graph.units.add(new Unit() {
            @Override
            public void forward(boolean training) {
                for (int i = 0; i < joined.length; i++) {
                    joined[i] = !any;
                    for (boolean[] mask : masks) {
                        joined[i] = any ? joined[i] | mask[i] : joined[i] & mask[i];
                    }
                }
            }

            @Override
            public void backward() {}
        });
        return joined;
    }

    private Flow values(Merging.Elementwise layer) {
        Operation operation = switch (layer.operation()) {
            case ADD, AVERAGE -> Operation.ADD;
            case SUBTRACT -> Operation.SUBTRACT;
            case MULTIPLY -> Operation.MULTIPLY;
            case MAXIMUM -> Operation.MAXIMUM;
            case MINIMUM -> Operation.MINIMUM;
        };
        boolean alike = inputs.stream()
                .allMatch(input -> Arrays.equals(input.shape(), inputs.get(0).shape()));
        boolean joins = switch (layer.operation()) {
            case ADD, MULTIPLY, AVERAGE -> true;
            case SUBTRACT, MAXIMUM, MINIMUM -> false;
        };
        if (alike && joins) {
            Flow y = tape.flow(inputs.get(0).shape());
            JoinUnit.Mode mode = JoinUnit.Mode.valueOf(layer.operation().name());
            return tape.graph.add(new JoinUnit(inputs, new boolean[inputs.size()], y, mode), y);
        }
        int rank =
                inputs.stream().mapToInt(input -> input.sizes.length + 1).max().orElseThrow();
        Flow y = expanded(inputs.get(0), rank);
        for (Flow next : inputs.subList(1, inputs.size())) {
            y = tape.arithmetic(operation, y, expanded(next, rank));
        }
        return layer.operation() == Merging.Operation.AVERAGE ? tape.line(y, (double) 1 / inputs.size(), 0) : y;
    }

    /** Inputs of fewer axes get new ones behind the batch axis, as Keras's {@code _Merge.call} adds them. */
    private Flow expanded(Flow x, int rank) {
        int[] shape = new int[rank];
        Arrays.fill(shape, 1);
        shape[0] = x.batch;
        System.arraycopy(x.sizes, 0, shape, rank - x.sizes.length, x.sizes.length);
        return rank == x.sizes.length + 1 ? x : tape.reshape(x, shape);
    }

    @Override
    public Flow concatenate(Merging.Concatenate layer) {
        int axis = Axes.axis(inputs.get(0).sizes.length + 1, layer.axis());
        Flow y = tape.concatenate(inputs, axis);
        boolean masked = inputs.stream().anyMatch(Flow::masked) && layer.masks() != Merging.Masks.NONE;
        return masked ? layout.masked(y, axis == 1 ? oneAfterTheOther(y) : ofFeatures(layer, axis, y)) : y;
    }

    /** An input without a mask counts everywhere. */
    private boolean[] ofFeatures(Merging.Concatenate layer, int axis, Flow y) {
        if (axis == 0) {
            throw Layout.notTrained(layer);
        }
        boolean any = layer.masks() == Merging.Masks.ANY;
        List<boolean[]> masks = new ArrayList<>();
        for (Flow input : inputs) {
            boolean[] all = new boolean[y.batch * y.sizes[0]];
            Arrays.fill(all, true);
            masks.add(input.masked() ? input.mask : all);
        }
        return joined(masks, any);
    }

    private boolean[] oneAfterTheOther(Flow y) {
        boolean[] mask = new boolean[y.batch * y.sizes[0]];
        tape.graph.units.add(new Unit() {
            @Override
            public void forward(boolean training) {
                int at = 0;
                for (int sample = 0; sample < y.batch; sample++) {
                    for (Flow input : inputs) {
                        int steps = input.sizes[0];
                        for (int step = 0; step < steps; step++) {
                            mask[at++] = !input.masked() || input.mask[sample * steps + step];
                        }
                    }
                }
            }

            @Override
            public void backward() {}
        });
        return mask;
    }

    @Override
    public Flow scaledSum(Merging.ScaledSum layer) {
        return tape.add(inputs.get(0), tape.line(inputs.get(1), (double) layer.scale(), 0));
    }

    @Override
    public Flow dot(Merging.Dot layer) {
        Flow a = inputs.get(0);
        Flow b = inputs.get(1);
        int axisA = Axes.axis(a.sizes.length + 1, layer.axes().get(0));
        int axisB = Axes.axis(b.sizes.length + 1, layer.axes().get(1));
        if (layer.normalize()) {
            a = NormLayers.unit(tape, a, List.of(axisA), layer.info());
            b = NormLayers.unit(tape, b, List.of(axisB), layer.info());
        }
        int rankA = a.sizes.length + 1;
        int rankB = b.sizes.length + 1;
        int k = a.shape()[axisA];
        Flow left = tape.transpose(a, AxisOrder.toLast(rankA, axisA));
        Flow right = tape.transpose(b, AxisOrder.toSecond(rankB, axisB));
        List<Integer> shape = new ArrayList<>(List.of(a.batch));
        for (int axis = 1; axis < rankA - 1; axis++) {
            shape.add(left.shape()[axis]);
        }
        for (int axis = 2; axis < rankB; axis++) {
            shape.add(right.shape()[axis]);
        }
        if (shape.size() == 1) {
            shape.add(1);
        }
        Flow product = tape.product(
                tape.reshape(left, a.batch, a.length / k, k), tape.reshape(right, b.batch, k, b.length / k));
        return tape.reshape(product, shape.stream().mapToInt(Integer::intValue).toArray());
    }
}
