package io.github.keras4j.engine.dl4j.layers;

import static io.github.keras4j.engine.dl4j.arrays.Ops.add;
import static io.github.keras4j.engine.dl4j.arrays.Ops.from;
import static io.github.keras4j.engine.dl4j.arrays.Ops.mul;
import static io.github.keras4j.engine.dl4j.arrays.Ops.sub;

import io.github.keras4j.engine.dl4j.arrays.Arrays;
import io.github.keras4j.engine.dl4j.arrays.Functions;
import io.github.keras4j.engine.dl4j.arrays.Ops;
import io.github.keras4j.engine.dl4j.arrays.UnfitException;
import io.github.keras4j.engine.dl4j.arrays.Value;
import io.github.keras4j.model.Activation;
import org.nd4j.linalg.api.buffer.DataType;

/** Keras's activations, by the formulas of {@link Activation.Kind}. */
final class ActivationFunctions {
    private ActivationFunctions() {}

    static Value apply(Activation activation, Value x, Parameters weights) {
        Parameters.Slopes slopes = weights.slopes();
        double alpha = activation.alpha();
        return switch (activation.kind()) {
            case LINEAR -> x.withMask(null);
            case TANH -> Functions.tanh(x);
            case SIGMOID -> slopes.cutsSigmoid() ? cutSigmoid(x) : Functions.sigmoid(x);
            case HARD_SIGMOID, HARD_SIGMOID_V3 -> hardSigmoid(activation.kind(), x);
            case RELU -> relu(activation, x, slopes.halvesReluAtZero());
            case ELU -> add(Ops.max(x, zero(x)), mul(Functions.expm1OfNegative(x), alpha));
            case SELU ->
                mul(
                        add(Ops.max(x, zero(x)), mul(Functions.expm1OfNegative(x), Activation.SELU_ALPHA)),
                        Activation.SELU_SCALE);
            case SOFTPLUS -> Functions.softplus(x);
            case SOFTSIGN -> Ops.div(x, add(Functions.abs(x), 1));
            case SOFTMAX -> Functions.softmax(x, (int) alpha);
            case LOG_SOFTMAX -> Functions.logSoftmax(x, (int) alpha);
            case EXPONENTIAL -> Functions.exp(x);
            case SILU -> mul(x, Functions.sigmoid(x));
            case HARD_SILU -> mul(x, hardSigmoid(Activation.Kind.HARD_SIGMOID_V3, x));
            case GELU -> mul(mul(x, 0.5), add(Functions.erf(mul(x, Math.sqrt(0.5))), 1));
            case GELU_TANH -> {
                Value inner = add(x, mul(mul(x, Functions.square(x)), 0.044715));
                yield mul(mul(x, 0.5), add(Functions.tanh(mul(inner, Math.sqrt(2 / Math.PI))), 1));
            }
            case MISH -> mul(x, Functions.tanh(Functions.softplus(x)));
            case CELU -> add(Ops.max(x, zero(x)), mul(Functions.expm1OfNegative(mul(x, 1 / alpha)), alpha));
            case GLU -> glu(x, Arrays.axis(x.rank(), (int) alpha));
            case LOG_SIGMOID -> mul(Functions.softplus(mul(x, -1)), -1);
            case SQUAREPLUS -> mul(add(x, Functions.sqrt(add(Functions.square(x), alpha))), 0.5);
            case SOFT_SHRINK ->
                Ops.where(
                        Arrays.above(x.data(), alpha),
                        add(x, -alpha),
                        Ops.where(Arrays.below(x.data(), -alpha), add(x, alpha), mul(x, 0)));
            case HARD_SHRINK -> Ops.where(Arrays.above(Functions.abs(x).data(), alpha), x, zero(x));
            case TANH_SHRINK -> sub(x, Functions.tanh(x));
            case SPARSE_PLUS ->
                Ops.where(
                        Arrays.atMost(x.data(), -1),
                        zero(x),
                        Ops.where(Arrays.below(x.data(), 1), mul(Functions.square(add(x, 1)), 0.25), x));
            case SPARSE_SIGMOID -> Functions.clip(mul(add(x, 1), 0.5), 0, 1, true);
            case SPARSEMAX -> sparsemax(x, Arrays.axis(x.rank(), (int) alpha));
            case HARD_TANH -> Functions.clip(x, -1, 1, true);
            case THRESHOLD ->
                Ops.where(Arrays.above(x.data(), alpha), x, Value.of(Arrays.number(x.data(), activation.beta())));
        };
    }

    private static Value zero(Value x) {
        return Value.of(Arrays.number(x.data(), 0));
    }

    private static Value hardSigmoid(Activation.Kind kind, Value x) {
        Activation.Line line = Activation.line(kind);
        return Functions.clip(add(mul(x, line.slope()), 0.5), 0, 1, line.passesAtEnds());
    }

    private static Value relu(Activation relu, Value x, boolean halved) {
        double slope = relu.alpha();
        double threshold = relu.gamma();
        if (threshold == 0) {
            Value above = Functions.leaky(x, slope, halved ? 0.5 * (1 + slope) : slope);
            return relu.beta() == Double.POSITIVE_INFINITY
                    ? above
                    : Ops.min(above, Value.of(Arrays.number(x.data(), relu.beta())));
        }
        Value below = slope == 0 ? mul(zero(x), 1) : mul(add(x, -threshold), slope);
        Value y = Ops.where(Arrays.above(x.data(), threshold), x, below);
        return relu.beta() == Double.POSITIVE_INFINITY ? y : Ops.min(y, Value.of(Arrays.number(x.data(), relu.beta())));
    }

    /** Theano's ends are at 19 and -709 in float64, at 15 and -88 in float32. */
    private static Value cutSigmoid(Value x) {
        boolean wide = x.data().dataType() == DataType.DOUBLE;
        Value one = Value.of(Arrays.number(x.data(), 1));
        Value above = Ops.where(Arrays.above(x.data(), wide ? 19 : 15), one, Functions.sigmoid(x));
        return Ops.where(Arrays.below(x.data(), wide ? -709 : -88), zero(x), above);
    }

    private static Value glu(Value x, int axis) {
        int size = x.size(axis);
        if (size % 2 != 0) {
            throw new UnfitException("glu halves an axis of even size. Received: size " + size);
        }
        return mul(Ops.part(x, axis, 0, size / 2), Functions.sigmoid(Ops.part(x, axis, size / 2, size)));
    }

    /** The nearest distribution: what is above a threshold, less that, the threshold being such that the rest sums to 1. */
    private static Value sparsemax(Value x, int axis) {
        int last = x.rank() - 1;
        int[] axes = new int[x.rank()];
        java.util.Arrays.setAll(axes, i -> i == axis ? last : i == last ? axis : i);
        Value rows = Ops.permute(x, axes);
        int size = rows.size(-1);
        double[] values = rows.data().castTo(DataType.DOUBLE).dup('c').data().asDouble();
        for (int row = 0; row < values.length; row += size) {
            double[] sorted = java.util.Arrays.copyOfRange(values, row, row + size);
            java.util.Arrays.sort(sorted);
            double sum = 0;
            double threshold = 0;
            for (int k = 1; k <= size; k++) {
                double value = sorted[size - k];
                sum += value;
                if (1 + k * value > sum) {
                    threshold = (sum - 1) / k;
                }
            }
            for (int i = row; i < row + size; i++) {
                values[i] = Math.max(values[i] - threshold, 0);
            }
        }
        return Ops.permute(Value.of(Arrays.of(x.data(), values, rows.shape())), axes);
    }

    static Value oneMinus(Value x) {
        return from(1, x);
    }
}
