package io.github.keras4j.engine.dl4j;

import io.github.keras4j.UnsupportedLayerException;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Layer;

/** Names of activations in Keras 2.2.4 ({@code keras/activations.py}). */
final class Keras2Activations {
    private Keras2Activations() {}

    /**
     * The name under which Keras 2.2.4 has exactly this formula.
     *
     * @throws UnsupportedLayerException when it has none
     */
    static String name(Layer layer, Activation activation) {
        String name = nameOrEmpty(activation);
        if (name.isEmpty()) {
            throw Keras2Layers.lacking(layer, "no activation like " + activation);
        }
        return name;
    }

    /** The name, or "" where Keras 2.2.4 has no such formula under a plain name. */
    static String nameOrEmpty(Activation activation) {
        return switch (activation.kind()) {
            case LINEAR -> "linear";
            case TANH -> "tanh";
            case SIGMOID -> "sigmoid";
            case HARD_SIGMOID -> "hard_sigmoid";
            case RELU -> isPlainRelu(activation) ? "relu" : "";
            case ELU -> activation.alpha() == 1 ? "elu" : "";
            case SELU -> "selu";
            case SOFTPLUS -> "softplus";
            case SOFTSIGN -> "softsign";
            case SOFTMAX -> activation.alpha() == -1 ? "softmax" : "";
            case EXPONENTIAL -> "exponential";
            default -> "";
        };
    }

    static boolean isPlainRelu(Activation relu) {
        return relu.alpha() == 0 && relu.beta() == Double.POSITIVE_INFINITY && relu.gamma() == 0;
    }
}
