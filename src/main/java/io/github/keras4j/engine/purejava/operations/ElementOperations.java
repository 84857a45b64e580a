package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.activations.ActivateLayer;
import io.github.keras4j.engine.purejava.kernels.ElementFunctions;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Broadcast;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activation.Kind;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Operations on single elements, of one tensor or of two with numpy's broadcasting. */
final class ElementOperations {
    private static final Map<String, DoubleUnaryOperator> UNARY = Map.ofEntries(
            Map.entry("identity", x -> x),
            Map.entry("square", x -> x * x),
            Map.entry("sqrt", Math::sqrt),
            Map.entry("rsqrt", x -> 1 / Math.sqrt(x)),
            Map.entry("exp", Math::exp),
            Map.entry("expm1", Math::expm1),
            Map.entry("log", Math::log),
            Map.entry("log1p", Math::log1p),
            Map.entry("log2", x -> Math.log(x) / Math.log(2)),
            Map.entry("log10", Math::log10),
            Map.entry("abs", Math::abs),
            Map.entry("absolute", Math::abs),
            Map.entry("negative", x -> -x),
            Map.entry("reciprocal", x -> 1 / x),
            Map.entry("sign", Math::signum),
            Map.entry("floor", Math::floor),
            Map.entry("ceil", Math::ceil),
            Map.entry("round", Math::rint),
            Map.entry("sin", Math::sin),
            Map.entry("cos", Math::cos),
            Map.entry("tan", Math::tan),
            Map.entry("arcsin", Math::asin),
            Map.entry("arccos", Math::acos),
            Map.entry("arctan", Math::atan),
            Map.entry("sinh", Math::sinh),
            Map.entry("cosh", Math::cosh),
            Map.entry("erf", ElementFunctions::erf),
            Map.entry("relu6", x -> Math.min(Math.max(x, 0), 6)),
            Map.entry("zeros_like", x -> 0),
            Map.entry("ones_like", x -> 1),
            Map.entry("logical_not", x -> x == 0 ? 1 : 0),
            Map.entry("isnan", x -> Double.isNaN(x) ? 1 : 0),
            Map.entry("isfinite", x -> Double.isFinite(x) ? 1 : 0),
            Map.entry("convert_to_tensor", x -> x),
            Map.entry("stop_gradient", x -> x));

    private static final Map<String, DoubleBinaryOperator> BINARY = Map.ofEntries(
            Map.entry("add", (a, b) -> a + b),
            Map.entry("subtract", (a, b) -> a - b),
            Map.entry("multiply", (a, b) -> a * b),
            Map.entry("divide", (a, b) -> a / b),
            Map.entry("true_divide", (a, b) -> a / b),
            Map.entry("floor_divide", (a, b) -> Math.floor(a / b)),
            Map.entry("mod", (a, b) -> a - Math.floor(a / b) * b),
            Map.entry("power", Math::pow),
            Map.entry("maximum", Math::max),
            Map.entry("minimum", Math::min),
            Map.entry("squared_difference", (a, b) -> (a - b) * (a - b)),
            Map.entry("arctan2", Math::atan2),
            Map.entry("equal", (a, b) -> a == b ? 1 : 0),
            Map.entry("not_equal", (a, b) -> a == b ? 0 : 1),
            Map.entry("greater", (a, b) -> a > b ? 1 : 0),
            Map.entry("greater_equal", (a, b) -> a >= b ? 1 : 0),
            Map.entry("less", (a, b) -> a < b ? 1 : 0),
            Map.entry("less_equal", (a, b) -> a <= b ? 1 : 0),
            Map.entry("logical_and", (a, b) -> a != 0 && b != 0 ? 1 : 0),
            Map.entry("logical_or", (a, b) -> a != 0 || b != 0 ? 1 : 0),
            Map.entry("logical_xor", (a, b) -> (a != 0) != (b != 0) ? 1 : 0));

    /** Activations whose parameters have Keras's defaults; over an axis with attribute {@code axis}. */
    private static final Map<String, Kind> ACTIVATIONS = Map.ofEntries(
            Map.entry("tanh", Kind.TANH),
            Map.entry("sigmoid", Kind.SIGMOID),
            Map.entry("relu", Kind.RELU),
            Map.entry("elu", Kind.ELU),
            Map.entry("selu", Kind.SELU),
            Map.entry("celu", Kind.CELU),
            Map.entry("softplus", Kind.SOFTPLUS),
            Map.entry("softsign", Kind.SOFTSIGN),
            Map.entry("silu", Kind.SILU),
            Map.entry("gelu", Kind.GELU),
            Map.entry("mish", Kind.MISH),
            Map.entry("leaky_relu", Kind.RELU),
            Map.entry("hard_sigmoid", Kind.HARD_SIGMOID_V3),
            Map.entry("hard_silu", Kind.HARD_SILU),
            Map.entry("hard_tanh", Kind.HARD_TANH),
            Map.entry("log_sigmoid", Kind.LOG_SIGMOID),
            Map.entry("softmax", Kind.SOFTMAX),
            Map.entry("log_softmax", Kind.LOG_SOFTMAX));

    private ElementOperations() {}

    static boolean knows(String op) {
        return UNARY.containsKey(op)
                || BINARY.containsKey(op)
                || ACTIVATIONS.containsKey(op)
                || op.equals("clip")
                || op.equals("where")
                || op.equals("cast");
    }

    static Value bind(String op, List<Value> operands, Options options, Binding binding) {
        Kind kind = ACTIVATIONS.get(op);
        if (kind != null) {
            return ActivateLayer.inPlace(activation(op, kind, options), binding.copy(operands.get(0)), binding);
        }
        DoubleUnaryOperator unary = UNARY.get(op);
        if (unary != null) {
            return each(operands.get(0), unary, binding);
        }
        DoubleBinaryOperator binary = BINARY.get(op);
        if (binary != null) {
            return operands.stream()
                    .reduce((a, b) -> pairs(a, b, binary, binding))
                    .orElseThrow(() -> new BindException(op + " takes two tensors"));
        }
        return switch (op) {
            case "clip" -> clip(operands, options, binding);
            case "where" -> where(operands, binding);
            default -> cast(operands.get(0), options, binding);
        };
    }

    private static Activation activation(String op, Kind kind, Options options) {
        return switch (op) {
            case "relu" ->
                new Activation(
                        kind,
                        options.number("negative_slope", 0),
                        options.number("max_value", Double.POSITIVE_INFINITY),
                        options.number("threshold", 0));
            case "leaky_relu" ->
                new Activation(
                        kind,
                        options.number("negative_slope", options.number("alpha", 0.2)),
                        Double.POSITIVE_INFINITY,
                        0);
            case "elu", "celu" -> Activation.of(kind, options.number("alpha", 1));
            case "gelu" ->
                Activation.of(options.has("approximate") && !options.flag("approximate") ? Kind.GELU : Kind.GELU_TANH);
            case "softmax", "log_softmax" -> Activation.of(kind, options.integer("axis", -1));
            default -> Activation.of(kind);
        };
    }

    private static Value each(Value x, DoubleUnaryOperator function, Binding binding) {
        Value y = binding.valueLike(x);
        int n = x.elements();
        binding.step(() -> {
            for (int i = 0; i < n; i++) {
                y.data()[i] = (float) function.applyAsDouble(x.data()[i]);
            }
        });
        return y;
    }

    private static Value pairs(Value a, Value b, DoubleBinaryOperator function, Binding binding) {
        int[] shape = Broadcast.shape(a.shape(), b.shape());
        int[] atA = Broadcast.positions(a.shape(), shape);
        int[] atB = Broadcast.positions(b.shape(), shape);
        Value y = binding.value(shape);
        int n = y.elements();
        binding.step(() -> {
            for (int i = 0; i < n; i++) {
                y.data()[i] = (float) function.applyAsDouble(a.data()[atA[i]], b.data()[atB[i]]);
            }
        });
        return y;
    }

    private static Value clip(List<Value> operands, Options options, Binding binding) {
        double low = operands.size() > 1
                ? operands.get(1).data()[0]
                : options.number("x_min", options.number("clip_value_min", Double.NEGATIVE_INFINITY));
        double high = operands.size() > 2
                ? operands.get(2).data()[0]
                : options.number("x_max", options.number("clip_value_max", Double.POSITIVE_INFINITY));
        return each(operands.get(0), x -> Double.isNaN(x) ? x : Math.min(Math.max(x, low), high), binding);
    }

    private static Value where(List<Value> operands, Binding binding) {
        if (operands.size() != 3) {
            throw new BindException("where takes a condition and two tensors");
        }
        int[] shape = Broadcast.shape(
                operands.get(0).shape(),
                Broadcast.shape(operands.get(1).shape(), operands.get(2).shape()));
        int[][] at = operands.stream()
                .map(operand -> Broadcast.positions(operand.shape(), shape))
                .toArray(int[][]::new);
        float[][] data = operands.stream().map(Value::data).toArray(float[][]::new);
        Value y = binding.value(shape);
        binding.step(() -> {
            for (int i = 0; i < y.data().length; i++) {
                int chosen = data[0][at[0][i]] != 0 ? 1 : 2;
                y.data()[i] = data[chosen][at[chosen][i]];
            }
        });
        return y;
    }

    private static Value cast(Value x, Options options, Binding binding) {
        String dtype = String.valueOf(options.get("dtype"));
        return switch (dtype) {
            case "float32", "float64" -> x;
            case "bool" -> each(x, v -> v != 0 ? 1 : 0, binding);
            case "int32", "int64" -> each(x, v -> (double) (long) v, binding);
            default -> throw new BindException("cast to a type that is not known here. Received: " + dtype);
        };
    }
}
