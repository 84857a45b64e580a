package io.github.keras4j.export;

import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Layer;
import java.util.Locale;

/** Names of activations in Keras 2.2.4 ({@code keras/activations.py}), and two more that only DL4J knows. */
public final class Keras2Activations {
    private Keras2Activations() {}

    /**
     * The name under which the file's reader has exactly this formula.
     *
     * @throws UnsupportedLayerException when it has none
     */
    static String name(Layer layer, Activation activation, Target target) {
        String name = nameOrEmpty(activation, target);
        if (name.isEmpty()) {
            throw Keras2Layers.lacking(target, layer, none(activation));
        }
        return name;
    }

    /** For a refusal. */
    static String none(Activation activation) {
        return "no activation "
                + switch (activation.kind()) {
                    case HARD_SIGMOID -> "clip(0.2 x + 0.5, 0, 1), which Keras 1 and 2 call hard_sigmoid";
                    case HARD_SIGMOID_V3 -> "clip(x / 6 + 0.5, 0, 1), which Keras 3 calls hard_sigmoid";
                    case RELU, ELU, SOFTMAX ->
                        activation.kind().name().toLowerCase(Locale.ROOT) + " of these numbers: " + activation.alpha()
                                + ", " + activation.beta() + ", " + activation.gamma();
                    default -> activation.kind().name().toLowerCase(Locale.ROOT);
                };
    }

    /** The name, or "" where there is no such formula under a plain name. */
    static String nameOrEmpty(Activation activation, Target target) {
        boolean dl4j = target == Target.DL4J;
        boolean modern = target.isModern();
        return switch (activation.kind()) {
            case LINEAR -> "linear";
            case TANH -> "tanh";
            case SIGMOID -> "sigmoid";
            case HARD_SIGMOID -> target == Target.KERAS_3 ? "" : "hard_sigmoid";
            case HARD_SIGMOID_V3 -> target == Target.KERAS_3 ? "hard_sigmoid" : "";
            case RELU ->
                isPlainRelu(activation)
                        ? "relu"
                        : (dl4j || target == Target.KERAS_3) && isRelu6(activation) ? "relu6" : "";
            case ELU -> activation.alpha() == 1 ? "elu" : "";
            case SELU -> "selu";
            case SOFTPLUS -> "softplus";
            case SOFTSIGN -> "softsign";
            case SOFTMAX -> activation.alpha() == -1 || dl4j ? "softmax" : "";
            case EXPONENTIAL -> "exponential";
            case SILU -> dl4j || modern ? "swish" : "";
            case GELU -> modern ? "gelu" : "";
            case MISH -> modern ? "mish" : "";
            default -> target == Target.KERAS_3 ? keras3(activation) : "";
        };
    }

    /** What only Keras 3 has (keras/src/activations/__init__.py 3.15), at the defaults that a plain name means. */
    private static String keras3(Activation activation) {
        double alpha = activation.alpha();
        return switch (activation.kind()) {
            case HARD_SILU -> "hard_silu";
            case LOG_SIGMOID -> "log_sigmoid";
            case TANH_SHRINK -> "tanh_shrink";
            case SPARSE_PLUS -> "sparse_plus";
            case SPARSE_SIGMOID -> "sparse_sigmoid";
            case HARD_TANH -> "hard_tanh";
            case CELU -> alpha == 1 ? "celu" : "";
            case GLU -> alpha == -1 ? "glu" : "";
            case LOG_SOFTMAX -> alpha == -1 ? "log_softmax" : "";
            case SPARSEMAX -> alpha == -1 ? "sparsemax" : "";
            case SQUAREPLUS -> alpha == 4 ? "squareplus" : "";
            case SOFT_SHRINK -> alpha == 0.5 ? "soft_shrink" : "";
            case HARD_SHRINK -> alpha == 0.5 ? "hard_shrink" : "";
            default -> "";
        };
    }

    public static boolean isPlainRelu(Activation relu) {
        return relu.alpha() == 0 && relu.beta() == Double.POSITIVE_INFINITY && relu.gamma() == 0;
    }

    public static boolean isRelu6(Activation relu) {
        return relu.alpha() == 0 && relu.beta() == 6 && relu.gamma() == 0;
    }
}
