package io.github.keras4j.engine.purejava.train.f64.layers;

import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.operations.OperationLayer;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.Context;
import io.github.keras4j.engine.purejava.program.Workers;
import io.github.keras4j.engine.purejava.train.blueprint.TrainedOperations;
import io.github.keras4j.engine.purejava.train.f64.Flow;
import io.github.keras4j.engine.purejava.train.f64.layers.ArrayUnits.Operation;
import io.github.keras4j.engine.purejava.values.AxisOrder;
import io.github.keras4j.engine.purejava.values.States;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.TensorOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Bare operations between layers. Masks stop here. */
record OperationLayers(Layout layout, TensorOperation operation, List<Flow> inputs) {
    /** Above it float32 no longer tells whole numbers apart. */
    private static final int COUNTABLE = 1 << 24;

    private Tape tape() {
        return layout.tape;
    }

    List<Flow> add() {
        String op = operation.op();
        if (TrainedOperations.MOVES.contains(op)) {
            return moved();
        }
        List<Flow> operands = operation.allOperands().map(this::flow).toList();
        Flow x = operands.get(0);
        if (TrainedOperations.PAIRS.contains(op)) {
            String name = op.equals("true_divide") ? "DIVIDE" : op.toUpperCase(Locale.ROOT);
            return List.of(tape().arithmetic(Operation.valueOf(name), x, operands.get(1)));
        }
        if (op.equals("not_equal")) {
            return List.of(tape().differ(x, operands.get(1)));
        }
        if (op.equals("any")) { // a sum of zeros and ones that is not 0
            return List.of(reduced(x, false));
        }
        if (TrainedOperations.REDUCTIONS.contains(op)) {
            return List.of(reduced(x, op.equals("mean")));
        }
        if (op.equals("matmul")) {
            return List.of(matmul(x, operands.get(1)));
        }
        if (op.equals("negative")) {
            return List.of(tape().line(x, -1, 0));
        }
        if (op.equals("softmax") || op.equals("log_softmax")) {
            // an integer, or TrainedOperations had refused it
            int given = operation.attributes().get("axis") instanceof Integer axis ? axis : -1;
            int[] order = AxisOrder.toLast(x.sizes.length + 1, Axes.axis(x.sizes.length + 1, given));
            Flow last = tape().transpose(x, order);
            Flow y = op.equals("softmax") ? tape().softmax(last) : tape().logSoftmax(last);
            return List.of(tape().transpose(y, Axes.inverse(order)));
        }
        return List.of(TrainedOperations.function(operation)
                .map(function -> tape().apply(x, function))
                .orElseGet(() -> tape().apply(
                                x,
                                layout.nonlinearity(
                                        TrainedOperations.activation(operation).orElseThrow()))));
    }

    private Flow flow(TensorOperation.Operand operand) {
        if (operand instanceof TensorOperation.Input input) {
            return inputs.get(input.index());
        }
        var value = ((TensorOperation.Constant) operand).value();
        int[] sizes = value.shape().sizes();
        return tape().constant(value.toDoubles(), sizes.length == 0 ? new int[] {1} : sizes);
    }

    private Flow reduced(Flow x, boolean mean) {
        int rank = x.sizes.length + 1;
        Object given = operation.attributes().get("axis");
        List<Integer> axes = new ArrayList<>();
        if (given == null) {
            IntStream.range(0, rank).forEach(axes::add);
        } else {
            for (Object axis : given instanceof List<?> list ? list : List.of(given)) {
                axes.add(Axes.axis(rank, (Integer) axis));
            }
        }
        Flow y = mean ? tape().mean(x, axes) : tape().sum(x, axes);
        if (Boolean.TRUE.equals(operation.attributes().get("keepdims"))) {
            return y;
        }
        int[] kept = IntStream.range(0, rank)
                .filter(axis -> !axes.contains(axis))
                .map(axis -> x.shape()[axis])
                .toArray();
        if (kept.length == 0) {
            throw shapes("a single number");
        }
        return tape().reshape(y, kept);
    }

    private Flow matmul(Flow a, Flow b) {
        int[] left = a.shape();
        int[] right = b.shape();
        int rank = left.length;
        boolean alike = rank >= 2
                && rank == right.length
                && Arrays.equals(left, 0, rank - 2, right, 0, rank - 2)
                && left[rank - 1] == right[rank - 2];
        if (!alike) {
            throw shapes("shapes " + Arrays.toString(left) + " and " + Arrays.toString(right));
        }
        return tape().product(a, b);
    }

    private Keras4jException shapes(String what) {
        return new Keras4jException("layer '" + operation.name() + "' (" + operation.className()
                + ") is not trained on these shapes. Received: " + what);
    }

    /** The engine moves numbers that tell where they lay. */
    private List<Flow> moved() {
        List<Value> places = new ArrayList<>();
        int all = 0;
        for (Flow input : inputs) {
            float[] numbers = new float[input.value.length];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = ++all;
            }
            places.add(new Value(numbers, input.shape()));
        }
        if (all >= COUNTABLE) {
            throw shapes(all + " numbers at once; train smaller batches");
        }
        Binding binding = new Binding(new Context(Kernels.best(), Workers.NONE, false, false), new States(), false);
        List<Value> answers = new OperationLayer(operation).bind(new Call(places, Map.of(), Map.of()), binding);
        for (Runnable step : binding.steps()) {
            step.run();
        }
        Flow together = inputs.size() == 1 ? inputs.get(0) : flat();
        return answers.stream()
                .map(answer -> {
                    int[] index = new int[answer.data().length];
                    for (int i = 0; i < index.length; i++) {
                        index[i] = (int) answer.data()[i] - 1;
                    }
                    return tape().gather(together, answer.shape(), index);
                })
                .toList();
    }

    private Flow flat() {
        return tape().concatenate(
                        inputs.stream()
                                .map(input -> tape().reshape(input, input.value.length))
                                .toList(),
                        0);
    }
}
