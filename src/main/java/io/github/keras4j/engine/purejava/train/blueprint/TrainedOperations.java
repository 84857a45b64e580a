package io.github.keras4j.engine.purejava.train.blueprint;

import io.github.keras4j.model.Activation;
import io.github.keras4j.model.TensorOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which bare operations are trained, and with which arguments. */
public final class TrainedOperations {
    /** Those that move numbers and compute none. */
    public static final Set<String> MOVES = Set.of(
            "concatenate",
            "expand_dims",
            "flip",
            "get_item",
            "moveaxis",
            "ravel",
            "repeat",
            "reshape",
            "roll",
            "split",
            "squeeze",
            "stack",
            "swapaxes",
            "tile",
            "transpose",
            "tril",
            "triu",
            "unstack");

    /** Of two tensors, with broadcasting. */
    public static final Set<String> PAIRS =
            Set.of("add", "subtract", "multiply", "divide", "true_divide", "maximum", "minimum");

    /** Over axes. */
    public static final Set<String> REDUCTIONS = Set.of("sum", "mean");

    /** Those that tell which steps count, as Keras 3 stores the masks of a functional model. */
    private static final Set<String> MASKS = Set.of("not_equal", "any");

    private static final Map<String, Set<String>> ARGUMENTS = Map.of(
            "sum", Set.of("axis", "keepdims"),
            "mean", Set.of("axis", "keepdims"),
            "any", Set.of("axis"),
            "softmax", Set.of("axis"),
            "log_softmax", Set.of("axis"),
            "leaky_relu", Set.of("negative_slope"),
            "elu", Set.of("alpha"),
            "gelu", Set.of("approximate"));

    private static final Map<String, Activation.Kind> ACTIVATIONS = Map.ofEntries(
            Map.entry("relu", Activation.Kind.RELU),
            Map.entry("leaky_relu", Activation.Kind.RELU),
            Map.entry("sigmoid", Activation.Kind.SIGMOID),
            Map.entry("tanh", Activation.Kind.TANH),
            Map.entry("elu", Activation.Kind.ELU),
            Map.entry("selu", Activation.Kind.SELU),
            Map.entry("gelu", Activation.Kind.GELU),
            Map.entry("silu", Activation.Kind.SILU),
            Map.entry("swish", Activation.Kind.SILU),
            Map.entry("softplus", Activation.Kind.SOFTPLUS),
            Map.entry("softsign", Activation.Kind.SOFTSIGN),
            Map.entry("exp", Activation.Kind.EXPONENTIAL));

    private static final Map<String, PointFunction.Kind> FUNCTIONS = Map.of(
            "square", PointFunction.Kind.SQUARE,
            "sqrt", PointFunction.Kind.SQRT,
            "reciprocal", PointFunction.Kind.RECIPROCAL,
            "log", PointFunction.Kind.LOG,
            "abs", PointFunction.Kind.ABSOLUTE,
            "absolute", PointFunction.Kind.ABSOLUTE);

    private TrainedOperations() {}

    /** Every reason against training the operation. */
    public static List<String> reasons(TensorOperation operation) {
        String op = operation.op();
        List<String> reasons = new ArrayList<>();
        boolean moves = MOVES.contains(op);
        boolean known = moves
                || PAIRS.contains(op)
                || MASKS.contains(op)
                || REDUCTIONS.contains(op)
                || ACTIVATIONS.containsKey(op)
                || FUNCTIONS.containsKey(op)
                || Set.of("softmax", "log_softmax", "negative", "matmul").contains(op);
        if (!known) {
            reasons.add("this operation is run but not trained. Received: " + op);
        }
        boolean real = MASKS.contains(op)
                || operation
                        .allOperands()
                        .allMatch(operand -> operand.type().isFloating()
                                || operand instanceof TensorOperation.Constant constant && constant.weak());
        boolean moved = operation.allOperands().allMatch(TensorOperation.Input.class::isInstance);
        if (!real || moves && !moved) {
            reasons.add("operations are trained on floats that the model computes. Received: " + op);
        }
        boolean rows = Set.of("softmax", "log_softmax").contains(op);
        if (rows && !(operation.attributes().get("axis") instanceof Integer)) {
            reasons.add("it is trained over one axis. Received: axis="
                    + operation.attributes().getOrDefault("axis", "None"));
        }
        Set<String> taken = ARGUMENTS.getOrDefault(op, Set.of());
        operation.attributes().forEach((name, value) -> {
            boolean off = value.equals(false);
            if (!moves && !off && !taken.contains(name)) {
                reasons.add("this argument is not trained. Received: " + name + "=" + value);
            }
        });
        return reasons;
    }

    /** The activation of that name, if the operation is one. */
    public static Optional<Activation> activation(TensorOperation operation) {
        Activation.Kind kind = ACTIVATIONS.get(operation.op());
        if (kind == null) {
            return Optional.empty();
        }
        return Optional.of(
                switch (kind) {
                    case RELU ->
                        new Activation(
                                kind,
                                operation.op().equals("relu") ? 0 : number(operation, "negative_slope"),
                                Double.POSITIVE_INFINITY,
                                0);
                    case ELU -> Activation.of(kind, number(operation, "alpha"));
                    case GELU ->
                        Activation.of(
                                Boolean.TRUE.equals(operation.attributes().get("approximate"))
                                        ? Activation.Kind.GELU_TANH
                                        : kind);
                    default -> Activation.of(kind);
                });
    }

    /** The function of that name, if the operation is one. */
    public static Optional<PointFunction> function(TensorOperation operation) {
        return Optional.ofNullable(FUNCTIONS.get(operation.op())).map(PointFunction::of);
    }

    private static double number(TensorOperation operation, String name) {
        return operation.attributes().get(name) instanceof Number number ? number.doubleValue() : 1;
    }
}
