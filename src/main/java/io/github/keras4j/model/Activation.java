package io.github.keras4j.model;

import java.util.Locale;

/**
 * An activation function. Generations differ in what a name means (hard_sigmoid), so each meaning is a kind of its own.
 *
 * @param kind the formula
 * @param alpha its first number where it has one (slope, alpha, threshold), else 0; see {@link Kind}
 * @param beta its second number, else 0
 * @param gamma its third number, else 0
 */
public record Activation(Kind kind, double alpha, double beta, double gamma) {
    /** Of SELU: scale x above 0, scale alpha (exp(x) - 1) below. */
    public static final double SELU_ALPHA = 1.6732632423543772848170429916717;

    /** See {@link #SELU_ALPHA}. */
    public static final double SELU_SCALE = 1.0507009873554804934193349852946;

    /** {@code x} itself: a layer without an activation. */
    public static final Activation LINEAR = of(Kind.LINEAR);
    /** {@link Kind#TANH}. */
    public static final Activation TANH = of(Kind.TANH);
    /** {@link Kind#SIGMOID}. */
    public static final Activation SIGMOID = of(Kind.SIGMOID);

    /**
     * {@return the activation of a formula without numbers}
     *
     * @param kind the formula
     */
    public static Activation of(Kind kind) {
        return new Activation(kind, 0, 0, 0);
    }

    /**
     * {@return the activation of a formula with one number}
     *
     * @param kind the formula
     * @param alpha its number, as {@link Kind} names it
     */
    public static Activation of(Kind kind, double alpha) {
        return new Activation(kind, alpha, 0, 0);
    }

    /** {@return its name in Keras, with its numbers where it has some} */
    @Override
    public String toString() {
        String name = kind == Kind.HARD_SIGMOID_V3
                ? "hard_sigmoid of Keras 3"
                : kind.name().toLowerCase(Locale.ROOT);
        if (kind == Kind.RELU) {
            return name + " of negative_slope=" + alpha + ", max_value="
                    + (Double.isInfinite(beta) ? "None" : Double.toString(beta)) + ", threshold=" + gamma;
        }
        return alpha == 0 && beta == 0 ? name : name + " of " + alpha + (beta == 0 ? "" : " and " + beta);
    }

    /**
     * A hard_sigmoid: clip(slope x + 0.5, 0, 1).
     *
     * @param slope of the line between 0 and 1
     * @param passesAtEnds whether the gradient passes where the line is exactly 0 or 1: it does in Theano's clip
     *     ({@code AND(GE, LE)} in its graph) and TensorFlow's, not in Keras 3's relu6(x + 3) / 6
     */
    public record Line(double slope, boolean passesAtEnds) {}

    /**
     * {@return the line of a hard_sigmoid}
     *
     * @param kind {@link Kind#HARD_SIGMOID} or {@link Kind#HARD_SIGMOID_V3}
     */
    public static Line line(Kind kind) {
        return switch (kind) {
            case HARD_SIGMOID -> new Line(0.2, true);
            case HARD_SIGMOID_V3 -> new Line(1.0 / 6, false);
            default -> throw new IllegalArgumentException("Not a hard_sigmoid. Received: " + kind);
        };
    }

    /** The formulas, x being the input. */
    public enum Kind {
        /** x. */
        LINEAR,
        /** tanh(x). */
        TANH,
        /** 1 / (1 + exp(-x)). */
        SIGMOID,
        /** clip(0.2 x + 0.5, 0, 1): Keras 1, 2 and tf.keras. */
        HARD_SIGMOID,
        /** clip(x / 6 + 0.5, 0, 1): Keras 3. */
        HARD_SIGMOID_V3,
        /** alpha = negative_slope, beta = max_value (infinity: none), gamma = threshold. */
        RELU,
        /** alpha below 0: alpha * (exp(x) - 1). */
        ELU,
        /** 1.0507 x above 0, else 1.0507 * 1.6733 (exp(x) - 1), with the constants that Keras has. */
        SELU,
        /** log(1 + exp(x)). */
        SOFTPLUS,
        /** x / (1 + |x|). */
        SOFTSIGN,
        /** Over axis alpha (negative counts from the end). */
        SOFTMAX,
        /** Over axis alpha. */
        LOG_SOFTMAX,
        /** exp(x). */
        EXPONENTIAL,
        /** x sigmoid(x), also called swish. */
        SILU,
        /** x HARD_SIGMOID_V3(x), also called hard_swish. */
        HARD_SILU,
        /** 0.5 x (1 + erf(x / sqrt 2)). */
        GELU,
        /** 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))). */
        GELU_TANH,
        /** x tanh(log(1 + exp(x))). */
        MISH,
        /** alpha: max(0, x) + min(0, alpha (exp(x / alpha) - 1)). */
        CELU,
        /** Halves along axis alpha: a sigmoid(b). */
        GLU,
        /** -log(1 + exp(-x)). */
        LOG_SIGMOID,
        /** (x + sqrt(x^2 + alpha)) / 2. */
        SQUAREPLUS,
        /** alpha = threshold. */
        SOFT_SHRINK,
        /** alpha = threshold. */
        HARD_SHRINK,
        /** x - tanh(x). */
        TANH_SHRINK,
        /** 0 up to -1, (x + 1)^2 / 4 up to 1, then x. */
        SPARSE_PLUS,
        /** clip(0.5 (x + 1), 0, 1). */
        SPARSE_SIGMOID,
        /** Over axis alpha. */
        SPARSEMAX,
        /** clip(x, -1, 1). */
        HARD_TANH,
        /** alpha = threshold, beta = default value: x where x above threshold, else the default. */
        THRESHOLD
    }
}
