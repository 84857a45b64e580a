package io.github.keras4j.model.shapes;

import io.github.keras4j.model.TensorOperation;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Output shapes of bare operations; those that are not told stay open, and the engine's answer decides. */
final class OperationShapes {
    private static final Set<String> BROADCASTING = Set.of(
            "add",
            "subtract",
            "multiply",
            "divide",
            "maximum",
            "minimum",
            "power",
            "true_divide",
            "squared_difference");
    private static final Set<String> UNARY = Set.of(
            "relu",
            "sigmoid",
            "tanh",
            "exp",
            "log",
            "sqrt",
            "square",
            "absolute",
            "negative",
            "softmax",
            "softplus",
            "identity",
            "cast",
            "clip",
            "abs",
            "silu",
            "gelu",
            "elu",
            "selu",
            "rsqrt",
            "sin",
            "cos",
            "floor",
            "ceil",
            "round",
            "sign",
            "log_softmax",
            "leaky_relu",
            "relu6",
            "hard_sigmoid",
            "softsign",
            "reciprocal",
            "log1p");

    private OperationShapes() {}

    static List<Shape> of(TensorOperation operation, List<Shape> inputs) {
        List<Shape> operands = new ArrayList<>();
        for (TensorOperation.Operand operand : operation.operands()) {
            if (operand instanceof TensorOperation.Input input) {
                operands.add(inputs.get(input.index()));
            } else {
                operands.add(((TensorOperation.Constant) operand).value().shape());
            }
        }
        if (operands.isEmpty()) {
            return List.of();
        }
        if (UNARY.contains(operation.op())) {
            return List.of(operands.get(0));
        }
        if (BROADCASTING.contains(operation.op())) {
            return List.of(operands.stream().reduce(MergingShapes::broadcast).orElseThrow());
        }
        if (operation.op().equals("concatenate") && operation.attributes().get("axis") instanceof Number axis) {
            return List.of(MergingShapes.concatenated(operands, axis.intValue()));
        }
        Shape first = operands.get(0);
        if (operation.op().equals("transpose")
                && operation.attributes().get("axes") instanceof List<?> axes
                && axes.size() == first.rank()) {
            int[] sizes = axes.stream()
                    .mapToInt(axis -> axis instanceof Number n ? first.size(n.intValue()) : Shape.UNKNOWN)
                    .toArray();
            return List.of(Shape.of(sizes));
        }
        if (operation.op().equals("reshape") && operation.attributes().get("newshape") instanceof List<?> target) {
            int[] sizes = target.stream()
                    .mapToInt(size -> size instanceof Number n ? n.intValue() : -1)
                    .toArray();
            boolean onlyBatchOpen = sizes.length > 0
                    && sizes[0] < 0
                    && java.util.Arrays.stream(sizes, 1, sizes.length).allMatch(size -> size >= 0);
            if (onlyBatchOpen && first.size(0) == Shape.UNKNOWN) {
                sizes[0] = Shape.UNKNOWN;
                return List.of(Shape.of(sizes));
            }
        }
        return List.of();
    }
}
