package io.github.keras4j.engine.dl4j;

import io.github.keras4j.export.Keras2Activations;
import io.github.keras4j.model.Activation;
import java.util.Optional;

/** Which activations DL4J 1.0.0-M2.1 computes as Keras does. Each answers with a reason against, or nothing. */
final class Dl4jActivations {
    private Dl4jActivations() {}

    /** As an option of a layer with weights, whose axis of units is the last. */
    static Optional<String> asOption(Activation activation, int rank) {
        return switch (activation.kind()) {
            case LINEAR, TANH, SIGMOID, HARD_SIGMOID, HARD_SIGMOID_V3, SELU, SOFTPLUS, SOFTSIGN -> Optional.empty();
            case SILU -> Optional.empty();
            case RELU ->
                Keras2Activations.isPlainRelu(activation) || Keras2Activations.isRelu6(activation)
                        ? Optional.empty()
                        : unknown(activation);
            case ELU -> activation.alpha() == 1 ? Optional.empty() : unknown(activation);
            case SOFTMAX -> isLast(activation, rank) ? Optional.empty() : unknown(activation);
            default -> unknown(activation);
        };
    }

    /** As a layer of its own. */
    static Optional<String> asLayer(Activation activation, int rank) {
        return switch (activation.kind()) {
            case HARD_SIGMOID_V3 -> unknown(activation);
            case ELU -> Optional.empty();
            case RELU -> {
                boolean leaky = activation.beta() == Double.POSITIVE_INFINITY && activation.gamma() == 0;
                // ActivationReLU multiplies the slope with x where Keras does with x - threshold
                yield leaky || activation.alpha() == 0 ? Optional.empty() : unknown(activation);
            }
            case THRESHOLD -> activation.beta() == 0 ? Optional.empty() : unknown(activation);
            default -> asOption(activation, rank);
        };
    }

    private static boolean isLast(Activation softmax, int rank) {
        return softmax.alpha() == -1 || softmax.alpha() == rank - 1;
    }

    private static Optional<String> unknown(Activation activation) {
        return Optional.of("DL4J has no activation like it. Received: " + activation);
    }
}
