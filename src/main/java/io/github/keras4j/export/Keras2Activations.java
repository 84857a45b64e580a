package io.github.keras4j.export;

import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Layer;

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
            throw Keras2Layers.lacking(target, layer, "no activation like " + activation);
        }
        return name;
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
