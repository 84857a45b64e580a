package io.github.keras4j.engine.purejava.train.blueprint;

import io.github.keras4j.model.Activation;
import io.github.keras4j.model.training.TrainingRules;

/**
 * A function of single numbers with its derivative, in float64 whatever the training's precision.
 *
 * @param kind the formula
 * @param a its first number, else 0
 * @param b its second number, else 0
 * @param slope of a capped relu below its threshold
 */
public record PointFunction(Kind kind, double a, double b, double slope) {
    private static final double ROOT_2_OVER_PI = 0.7978845608028654;

    /** The formulas. */
    public enum Kind {
        SQUARE,
        SQRT,
        RECIPROCAL,
        EXP,
        LOG,
        ABSOLUTE,
        /** max(x, a); the slope at a itself is 1. */
        AT_LEAST,
        /** Keras's relu with max_value a or threshold b. */
        CAPPED_RELU,
        SILU,
        HARD_SILU,
        GELU,
        GELU_TANH,
        MISH,
        CELU,
        LOG_SIGMOID,
        SQUAREPLUS,
        SOFT_SHRINK,
        HARD_SHRINK,
        TANH_SHRINK,
        SPARSE_PLUS,
        SPARSE_SIGMOID,
        HARD_TANH,
        THRESHOLD
    }

    /** A formula without numbers. */
    public static PointFunction of(Kind kind) {
        return new PointFunction(kind, 0, 0, 0);
    }

    /** The greater of x and a number. */
    public static PointFunction atLeast(double number) {
        return new PointFunction(Kind.AT_LEAST, number, 0, 0);
    }

    /** Whether the activation is among these. */
    public static boolean has(Activation activation) {
        if (activation.kind() == Activation.Kind.RELU) {
            return true;
        }
        for (Kind kind : Kind.values()) {
            if (kind.name().equals(activation.kind().name())) {
                return true;
            }
        }
        return false;
    }

    /** The activation as one of these. */
    public static PointFunction of(Activation activation) {
        return activation.kind() == Activation.Kind.RELU
                ? new PointFunction(Kind.CAPPED_RELU, activation.beta(), activation.gamma(), activation.alpha())
                : new PointFunction(Kind.valueOf(activation.kind().name()), activation.alpha(), activation.beta(), 0);
    }

    /**
     * Either gelu, whose constant is the nearest float32 number on TensorFlow: {@code tf.cast} of a Python number makes a
     * float32 tensor first (tensorflow/python/ops/nn_ops.py, gelu: x / 1.41 in 2.15, x 0.707 in 2.21).
     */
    public static PointFunction gelu(Activation.Kind kind, TrainingRules rules) {
        boolean rounds = rules.roundsConstants();
        if (kind == Activation.Kind.GELU_TANH) {
            return new PointFunction(Kind.GELU_TANH, rounds ? 0.044715f : 0.044715, 0, 0);
        }
        double root = !rounds
                ? Math.sqrt(2)
                : rules.roundsPenalties() ? 1 / (double) (float) Math.sqrt(0.5) : (float) Math.sqrt(2);
        return new PointFunction(Kind.GELU, root, 0, 0);
    }

    /** f(x). */
    public double value(double x) {
        return switch (kind) {
            case SQUARE -> x * x;
            case SQRT -> Math.sqrt(x);
            case RECIPROCAL -> 1 / x;
            case EXP -> Math.exp(x);
            case LOG -> Math.log(x);
            case ABSOLUTE -> Math.abs(x);
            case AT_LEAST -> Math.max(x, a);
            case CAPPED_RELU -> Math.min(isOn(x) ? x : slope == 0 ? 0 : slope * (x - b), a);
            case SILU -> x * sigmoid(x);
            case HARD_SILU -> x * hardSigmoid(x);
            case GELU -> 0.5 * x * (1 + erf(x / a));
            case GELU_TANH -> 0.5 * x * (1 + Math.tanh(inner(x)));
            case MISH -> x * Math.tanh(softplus(x));
            case CELU -> x > 0 ? x : a * Math.expm1(x / a);
            case LOG_SIGMOID -> -softplus(-x);
            case SQUAREPLUS -> (x + Math.sqrt(x * x + a)) / 2;
            case SOFT_SHRINK -> x > a ? x - a : x < -a ? x + a : 0 * x;
            case HARD_SHRINK -> Math.abs(x) <= a ? 0 : x;
            case TANH_SHRINK -> x - Math.tanh(x);
            case SPARSE_PLUS -> x <= -1 ? 0 : x < 1 ? (x + 1) * (x + 1) / 4 : x;
            case SPARSE_SIGMOID -> x <= -1 ? 0 : x >= 1 ? 1 : 0.5 * (x + 1);
            case HARD_TANH -> Math.min(Math.max(x, -1), 1);
            case THRESHOLD -> x > a ? x : b;
        };
    }

    /** f'(x). */
    public double slope(double x) {
        return switch (kind) {
            case SQUARE -> 2 * x;
            case SQRT -> 0.5 / Math.sqrt(x);
            case RECIPROCAL -> -1 / (x * x);
            case EXP -> Math.exp(x);
            case LOG -> 1 / x;
            case ABSOLUTE -> Math.signum(x);
            case AT_LEAST -> x >= a ? 1 : 0;
            case CAPPED_RELU -> isOn(x) ? (x < a ? 1 : 0) : slope;
            case SILU -> sigmoid(x) * (1 + x * (1 - sigmoid(x)));
            case HARD_SILU -> hardSigmoid(x) + (x > -3 && x < 3 ? x / 6 : 0);
            case GELU -> 0.5 * (1 + erf(x * Math.sqrt(0.5))) + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
            case GELU_TANH -> {
                double t = Math.tanh(inner(x));
                yield 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * ROOT_2_OVER_PI * (1 + 3 * a * x * x);
            }
            case MISH -> {
                double t = Math.tanh(softplus(x));
                yield t + x * (1 - t * t) * sigmoid(x);
            }
            case CELU -> x > 0 ? 1 : Math.exp(x / a);
            case LOG_SIGMOID -> sigmoid(-x);
            case SQUAREPLUS -> (1 + x / Math.sqrt(x * x + a)) / 2;
            case SOFT_SHRINK, HARD_SHRINK -> Math.abs(x) > a ? 1 : 0;
            case TANH_SHRINK -> Math.tanh(x) * Math.tanh(x);
            case SPARSE_PLUS -> x <= -1 ? 0 : x < 1 ? (x + 1) / 2 : 1;
            case SPARSE_SIGMOID -> x > -1 && x < 1 ? 0.5 : 0;
            case HARD_TANH -> x >= -1 && x <= 1 ? 1 : 0;
            case THRESHOLD -> x > a ? 1 : 0;
        };
    }

    private boolean isOn(double x) {
        return x > b;
    }

    private double inner(double x) {
        return ROOT_2_OVER_PI * (x + a * x * x * x);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double hardSigmoid(double x) {
        return Math.min(Math.max(x / 6 + 0.5, 0), 1);
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    /** Its Taylor series near 0; further out 1 minus erfc's continued fraction (Abramowitz and Stegun 7.1.14). */
    private static double erf(double x) {
        double size = Math.abs(x);
        if (size > 2.5) {
            double fraction = 0;
            for (int n = 80; n > 0; n--) {
                fraction = n / 2.0 / (size + fraction);
            }
            return Math.signum(x) * (1 - Math.exp(-x * x) / Math.sqrt(Math.PI) / (size + fraction));
        }
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }
}
