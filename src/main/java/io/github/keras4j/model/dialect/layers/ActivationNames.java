package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activation.Kind;
import io.github.keras4j.model.Generation;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What an activation's name means in its generation. */
final class ActivationNames {
    private ActivationNames() {}

    /** The activation under an option; linear where it is missing or null. */
    static Activation read(Options options, String name, Origin origin) {
        return options.any(name).map(node -> of(node, name, origin)).orElse(Activation.LINEAR);
    }

    static Activation read(Options options, String name, String otherwise, Origin origin) {
        return options.any(name)
                .map(node -> of(node, name, origin))
                .orElseGet(() -> named(otherwise, origin).orElseThrow());
    }

    static Activation of(JsonNode node, String option, Origin origin) {
        if (node.isString()) {
            return named(node.asString(), origin).orElseThrow(() -> custom(option, node));
        }
        if (node.isObject()) {
            Optional<Activation> known = ofObject(node, option, origin);
            if (known.isPresent()) {
                return known.get();
            }
        }
        throw custom(option, node);
    }

    /** A function by its name, or an activation layer in a function's place. */
    private static Optional<Activation> ofObject(JsonNode node, String option, Origin origin) {
        Options entry = new Options(node);
        String className = entry.text("class_name", "");
        if (className.equals("function")) {
            String name = entry.text("config", "");
            String module = entry.text("module", "builtins");
            boolean registered = entry.text("registered_name", "").contains(">");
            entry.refuseUnknown();
            return registered || !module.equals("builtins") ? Optional.empty() : named(name, origin);
        }
        LayerSpec spec = LayerSpec.of(node);
        if (spec.custom()) {
            return Optional.empty();
        }
        Options options = new Options(spec.config());
        Optional<Activation> layer = layer(className, options, origin);
        options.ignore("name", "trainable");
        DTypes.of(DTypes.name(options, "dtype"));
        options.refuseUnknown();
        return layer.isPresent() || spec.config().size() > 0 ? layer : named(className, origin);
    }

    private static Refusal custom(String option, JsonNode node) {
        return new Refusal("its activation is a custom function, whose Python code no file holds. Received: " + option
                + "=" + Options.brief(node) + ". Use one of Keras's own, or replace it before saving");
    }

    static Optional<Activation> named(String name, Origin origin) {
        Kind hardSigmoid = hardSigmoid(origin);
        return Optional.ofNullable(
                switch (name) {
                    case "linear", "identity" -> Activation.LINEAR;
                    case "tanh" -> Activation.TANH;
                    case "sigmoid" -> Activation.SIGMOID;
                    case "hard_sigmoid" -> Activation.of(hardSigmoid);
                    case "relu" -> relu(0, Double.POSITIVE_INFINITY, 0);
                    case "relu6" -> relu(0, 6, 0);
                    case "leaky_relu" -> relu(0.2, Double.POSITIVE_INFINITY, 0);
                    case "elu" -> Activation.of(Kind.ELU, 1);
                    case "selu" -> Activation.of(Kind.SELU);
                    case "softplus" -> Activation.of(Kind.SOFTPLUS);
                    case "softsign" -> Activation.of(Kind.SOFTSIGN);
                    case "softmax" -> Activation.of(Kind.SOFTMAX, -1);
                    case "log_softmax" -> Activation.of(Kind.LOG_SOFTMAX, -1);
                    case "exponential" -> Activation.of(Kind.EXPONENTIAL);
                    case "silu", "swish" -> Activation.of(Kind.SILU);
                    case "hard_silu", "hard_swish" -> Activation.of(Kind.HARD_SILU);
                    case "gelu" -> Activation.of(Kind.GELU);
                    case "mish" -> Activation.of(Kind.MISH);
                    case "celu" -> Activation.of(Kind.CELU, 1);
                    case "glu" -> Activation.of(Kind.GLU, -1);
                    case "log_sigmoid" -> Activation.of(Kind.LOG_SIGMOID);
                    case "squareplus" -> Activation.of(Kind.SQUAREPLUS, 4);
                    case "soft_shrink" -> Activation.of(Kind.SOFT_SHRINK, 0.5);
                    case "hard_shrink" -> Activation.of(Kind.HARD_SHRINK, 0.5);
                    case "tanh_shrink" -> Activation.of(Kind.TANH_SHRINK);
                    case "sparse_plus" -> Activation.of(Kind.SPARSE_PLUS);
                    case "sparse_sigmoid" -> Activation.of(Kind.SPARSE_SIGMOID);
                    case "sparsemax" -> Activation.of(Kind.SPARSEMAX, -1);
                    case "hard_tanh" -> Activation.of(Kind.HARD_TANH);
                    default -> null;
                });
    }

    /** 0.2 x + 0.5 up to tf.keras; x / 6 + 0.5 in Keras 3 (keras/src/activations/activations.py, 3.15). */
    private static Kind hardSigmoid(Origin origin) {
        return origin.generation() == Generation.KERAS_3 ? Kind.HARD_SIGMOID_V3 : Kind.HARD_SIGMOID;
    }

    /**
     * Where it has a maximum, Keras clips at 0 too, whatever the threshold (keras/backend/tensorflow_backend.py 2.2.4, relu).
     */
    static Activation relu(double slope, double max, double threshold) {
        if (threshold < 0 && max < Double.POSITIVE_INFINITY) {
            if (slope != 0) {
                throw new Refusal(
                        "a slope and a maximum beside a threshold below 0 are not supported. Received: threshold="
                                + threshold + ", max_value=" + max + ", negative_slope=" + slope);
            }
            return new Activation(Kind.RELU, 0, max, 0);
        }
        return new Activation(Kind.RELU, slope, max, threshold);
    }

    /** An advanced activation layer without weights; empty for any other class. */
    static Optional<Activation> layer(String className, Options options, Origin origin) {
        Optional<Activation> activation = switch (className) {
            case "LeakyReLU" ->
                Optional.of(relu(
                        number(options, "negative_slope", number(options, "alpha", 0.3)), Double.POSITIVE_INFINITY, 0));
            case "ELU" -> Optional.of(Activation.of(Kind.ELU, number(options, "alpha", 1)));
            case "ThresholdedReLU" -> Optional.of(Activation.of(Kind.THRESHOLD, number(options, "theta", 1)));
            case "ReLU" ->
                Optional.of(relu(
                        number(options, "negative_slope", 0),
                        options.numberOrNone("max_value", Double.POSITIVE_INFINITY),
                        number(options, "threshold", 0)));
            case "Softmax" -> Optional.of(Activation.of(Kind.SOFTMAX, softmaxAxis(options)));
            default -> Optional.empty();
        };
        return activation;
    }

    private static double number(Options options, String name, double otherwise) {
        // tf.keras keeps some as 0-d arrays: {"class_name": "__numpy__", ...} or [0.3]
        return options.number(name, otherwise);
    }

    private static int softmaxAxis(Options options) {
        Optional<JsonNode> axis = options.find("axis");
        if (axis.isPresent() && axis.get().isArray() && axis.get().size() != 1) {
            throw new Refusal("a softmax over several axes at once is not supported. Received: axis="
                    + Options.brief(axis.get()) + ". Reshape to one axis before it");
        }
        return options.integer("axis", -1);
    }
}
