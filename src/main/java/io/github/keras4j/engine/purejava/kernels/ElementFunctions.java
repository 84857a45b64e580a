package io.github.keras4j.engine.purejava.kernels;

import io.github.keras4j.model.Activation;

/**
 * Activations of single elements, computed in double and rounded once, so within 1 ulp of the exact float32. Where
 * Keras's own float32 formula rounds a step on the way (hard_sigmoid, relu), so does this.
 */
public final class ElementFunctions {
    private static final float SELU_ALPHA = (float) Activation.SELU_ALPHA;
    private static final float SELU_SCALE = (float) Activation.SELU_SCALE;
    private static final double SQRT_2_OVER_PI = 0.7978845608028654;

    private ElementFunctions() {}

    static void activate(Activation activation, float[] x, int at, int n) {
        int end = at + n;
        switch (activation.kind()) {
            case LINEAR -> {}
            case TANH -> {
                for (int i = at; i < end; i++) {
                    x[i] = tanh(x[i]);
                }
            }
            case SIGMOID -> {
                for (int i = at; i < end; i++) {
                    x[i] = sigmoid(x[i]);
                }
            }
            case HARD_SIGMOID -> {
                for (int i = at; i < end; i++) {
                    x[i] = Math.min(Math.max(0.2f * x[i] + 0.5f, 0f), 1f);
                }
            }
            case RELU -> relu(activation, x, at, end);
            default -> {
                for (int i = at; i < end; i++) {
                    x[i] = of(activation, x[i]);
                }
            }
        }
    }

    private static void relu(Activation activation, float[] x, int at, int end) {
        float slope = (float) activation.alpha();
        float max = (float) activation.beta();
        float threshold = (float) activation.gamma();
        if (slope == 0 && threshold == 0 && max == Float.POSITIVE_INFINITY) {
            for (int i = at; i < end; i++) {
                x[i] = Math.max(x[i], 0f);
            }
            return;
        }
        for (int i = at; i < end; i++) {
            float v = x[i];
            float above = v > threshold || threshold == 0 && v >= 0 ? v : slope == 0 ? 0 : slope * (v - threshold);
            x[i] = Float.isNaN(v) ? v : Math.min(above, max);
        }
    }

    private static float of(Activation activation, float x) {
        float alpha = (float) activation.alpha();
        return switch (activation.kind()) {
            case HARD_SIGMOID_V3 -> hardSigmoid3(x);
            case ELU -> x > 0 ? x : (float) (alpha * Math.expm1(x));
            case SELU -> x > 0 ? SELU_SCALE * x : (float) (SELU_SCALE * (double) SELU_ALPHA * Math.expm1(x));
            case SOFTPLUS -> (float) softplus(x);
            case SOFTSIGN -> x / (1 + Math.abs(x));
            case EXPONENTIAL -> (float) Math.exp(x);
            case SILU -> (float) (x / (1 + Math.exp(-(double) x)));
            case HARD_SILU -> x * hardSigmoid3(x);
            case GELU -> (float) (0.5 * x * (1 + erf(x * Math.sqrt(0.5))));
            case GELU_TANH -> (float) (0.5 * x * (1 + Math.tanh(SQRT_2_OVER_PI * (x + 0.044715 * (double) x * x * x))));
            case MISH -> (float) (x * Math.tanh(softplus(x)));
            case CELU -> (float) (Math.max(0, x) + Math.min(0, alpha * Math.expm1(x / (double) alpha)));
            case LOG_SIGMOID -> (float) -softplus(-x);
            case SQUAREPLUS -> (float) ((x + Math.sqrt((double) x * x + alpha)) / 2);
            case SOFT_SHRINK -> x > alpha ? x - alpha : x < -alpha ? x + alpha : 0 * x;
            case HARD_SHRINK -> Math.abs(x) <= alpha ? 0 : x;
            case TANH_SHRINK -> (float) (x - Math.tanh(x));
            case SPARSE_PLUS -> x <= -1 ? 0 : x < 1 ? (x + 1) * (x + 1) / 4 : x;
            case SPARSE_SIGMOID -> x <= -1 ? 0 : x >= 1 ? 1 : 0.5f * (x + 1);
            case HARD_TANH -> Math.min(Math.max(x, -1f), 1f);
            case THRESHOLD -> x > alpha ? x : (float) activation.beta();
            default -> throw new IllegalArgumentException("Not element-wise. Received: " + activation.kind());
        };
    }

    public static float sigmoid(float x) {
        return (float) (1 / (1 + Math.exp(-(double) x)));
    }

    /** exp is an intrinsic and Math.tanh is not; below 0.01 the series keeps the small result's relative accuracy. */
    public static float tanh(float x) {
        double v = x;
        if (Math.abs(v) < 0.01) {
            double square = v * v;
            return (float) (v * (1 - square / 3 + square * square * (2.0 / 15)));
        }
        return (float) (1 - 2 / (Math.exp(2 * v) + 1));
    }

    private static float hardSigmoid3(float x) {
        return Math.min(Math.max(x / 6 + 0.5f, 0f), 1f);
    }

    /** log(1 + exp(x)) without overflow. */
    public static double softplus(double x) {
        return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
    }

    /** By its Taylor series up to 4, where 1 - erf is below half an ulp of float32's 1. */
    public static double erf(double x) {
        if (!(Math.abs(x) < 4)) {
            return Math.signum(x);
        }
        double square = x * x;
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
            term *= -square / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }
}
