package io.github.keras4j.diagnosis;

import io.github.keras4j.compare.Cause;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activation.Kind;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What else an activation's name may mean, or may have been. */
final class ActivationVariants {
    private static final List<Activation> ALL = List.of(
            Activation.LINEAR,
            Activation.TANH,
            Activation.SIGMOID,
            Activation.of(Kind.HARD_SIGMOID),
            Activation.of(Kind.HARD_SIGMOID_V3),
            relu(0),
            relu(0.01), // Keras 3 and others call alpha negative_slope; defaults differ
            relu(0.1),
            relu(0.2),
            relu(0.3),
            Activation.of(Kind.ELU, 1),
            Activation.of(Kind.SELU),
            Activation.of(Kind.SOFTPLUS),
            Activation.of(Kind.SOFTSIGN),
            Activation.of(Kind.SOFTMAX, -1),
            Activation.of(Kind.SILU),
            Activation.of(Kind.GELU),
            Activation.of(Kind.GELU_TANH),
            Activation.of(Kind.EXPONENTIAL),
            Activation.of(Kind.HARD_TANH));

    private ActivationVariants() {}

    static List<Activation> of(Activation now) {
        return ALL.stream().filter(other -> !other.equals(now)).toList();
    }

    /** The layer with every other activation, made by the function. */
    static List<Variant> of(Activation now, Weights weights, Function<Activation, Layer> with) {
        List<Variant> variants = new ArrayList<>();
        for (Activation other : of(now)) {
            variants.add(
                    new Variant(Cause.Kind.ACTIVATION, words("activation", other, now), with.apply(other), weights));
        }
        return variants;
    }

    static String words(String option, Activation other, Activation now) {
        return option + " " + words(other) + " where this model has " + words(now);
    }

    private static Activation relu(double slope) {
        return new Activation(Kind.RELU, slope, Double.POSITIVE_INFINITY, 0);
    }

    private static String words(Activation activation) {
        return switch (activation.kind()) {
            case HARD_SIGMOID -> "hard_sigmoid (clip(0.2 x + 0.5, 0, 1), Keras 1 and 2)";
            case HARD_SIGMOID_V3 -> "hard_sigmoid (clip(x / 6 + 0.5, 0, 1), Keras 3)";
            case RELU -> activation.alpha() == 0 ? "relu" : "leaky_relu with slope " + activation.alpha();
            default -> activation.kind().name().toLowerCase(Locale.ROOT);
        };
    }
}
