package io.github.keras4j.model;

import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Output shapes of bare operations; those that are not told stay open, and the engine's answer decides. */
final class OperationShapes {
    private static final Set<String> BROADCASTING =
            Set.of("add", "subtract", "multiply", "divide", "maximum", "minimum", "power", "true_divide");
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
        return List.of();
    }
}
