package io.github.keras4j.model;

/**
 * An activation function, fully resolved: generations differ in what a name means (hard_sigmoid), so each meaning
 * is one kind here.
 *
 * @param kind the formula
 * @param alpha its first number where it has one (slope, alpha, threshold), else 0; see {@link Kind}
 * @param beta its second number, else 0
 * @param gamma its third number, else 0
 */
public record Activation(Kind kind, double alpha, double beta, double gamma) {
    public static final Activation LINEAR = of(Kind.LINEAR);
    public static final Activation TANH = of(Kind.TANH);
    public static final Activation SIGMOID = of(Kind.SIGMOID);

    public static Activation of(Kind kind) {
        return new Activation(kind, 0, 0, 0);
    }

    public static Activation of(Kind kind, double alpha) {
        return new Activation(kind, alpha, 0, 0);
    }

    /** The formulas, x being the input. */
    public enum Kind {
        LINEAR,
        TANH,
        SIGMOID,
        /** clip(0.2 x + 0.5, 0, 1): Keras 1, 2 and tf.keras. */
        HARD_SIGMOID,
        /** clip(x / 6 + 0.5, 0, 1): Keras 3. */
        HARD_SIGMOID_V3,
        /** alpha = negative_slope, beta = max_value (infinity: none), gamma = threshold. */
        RELU,
        /** alpha below 0: alpha * (exp(x) - 1). */
        ELU,
        SELU,
        /** log(1 + exp(x)). */
        SOFTPLUS,
        SOFTSIGN,
        /** Over axis alpha (negative counts from the end). */
        SOFTMAX,
        /** Over axis alpha. */
        LOG_SOFTMAX,
        EXPONENTIAL,
        /** x sigmoid(x), also called swish. */
        SILU,
        /** x HARD_SIGMOID_V3(x), also called hard_swish. */
        HARD_SILU,
        /** 0.5 x (1 + erf(x / sqrt 2)). */
        GELU,
        /** 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))). */
        GELU_TANH,
        MISH,
        /** alpha: max(0, x) + min(0, alpha (exp(x / alpha) - 1)). */
        CELU,
        /** Halves along axis alpha: a sigmoid(b). */
        GLU,
        LOG_SIGMOID,
        /** (x + sqrt(x^2 + alpha)) / 2. */
        SQUAREPLUS,
        /** alpha = threshold. */
        SOFT_SHRINK,
        /** alpha = threshold. */
        HARD_SHRINK,
        TANH_SHRINK,
        SPARSE_PLUS,
        SPARSE_SIGMOID,
        /** Over axis alpha. */
        SPARSEMAX,
        /** clip(x, -1, 1). */
        HARD_TANH,
        /** alpha = threshold, beta = default value: x where x above threshold, else the default. */
        THRESHOLD
    }
}
