package io.github.keras4j.model.training;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.training.Optimizer.Algorithm;
import io.github.keras4j.model.training.Optimizer.Style;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads an optimizer's stored configuration as the generation that wrote it meant it. */
final class OptimizerReader {
    /** Every option that is looked at, and those that change no number of a training. */
    private static final Set<String> KNOWN = Set.of(
            "name",
            "learning_rate",
            "lr",
            "decay",
            "momentum",
            "nesterov",
            "rho",
            "beta_1",
            "beta_2",
            "epsilon",
            "schedule_decay",
            "initial_accumulator_value",
            "amsgrad",
            "centered",
            "clipnorm",
            "global_clipnorm",
            "clipvalue",
            "weight_decay",
            "loss_scale_factor",
            "gradient_accumulation_steps",
            "use_ema",
            "ema_momentum", // of use_ema alone, as the next
            "ema_overwrite_frequency",
            "jit_compile",
            "is_legacy_optimizer");

    private final Generation generation;
    private final String className;
    private final JsonNode config;

    private OptimizerReader(Generation generation, String className, JsonNode config) {
        this.generation = generation;
        this.className = className;
        this.config = config;
    }

    /**
     * @param node {@code {"class_name", "config"}}, or Keras 1.0's flat form with {@code name}
     * @throws Keras4jException for an optimizer or an option that is not trained with
     */
    static Optimizer read(Generation generation, JsonNode node) {
        if (node.isString()) {
            throw new Keras4jException("The optimizer is stored by name only. Received: optimizer=" + node);
        }
        boolean flat = !node.has("class_name");
        String name = node.path(flat ? "name" : "class_name").asString("");
        return new OptimizerReader(generation, name, flat ? node : node.path("config")).optimizer();
    }

    private Optimizer optimizer() {
        Algorithm algorithm = algorithm();
        refuseWhatIsNotDone(algorithm);
        Style style = isLegacy() ? Style.CLASSIC : Optimizer.styleOf(generation);
        boolean classic = style == Style.CLASSIC;
        boolean old = classic && !isLegacy();
        boolean adaptive = algorithm != Algorithm.SGD;
        double clipNorm = number("clipnorm", 0);
        JsonNode schedule = schedule();
        return new Optimizer(
                algorithm,
                style,
                schedule.isObject()
                        ? schedule.path("initial_learning_rate").asDouble()
                        : hyper("learning_rate", hyper("lr", 0)),
                schedule.isObject() ? schedule.path("decay_rate").asDouble() : hyper("decay", 0),
                schedule.isObject() ? schedule.path("decay_steps").asDouble() : 0,
                hyper("momentum", 0),
                config.path("nesterov").asBoolean(false),
                hyper("rho", algorithm == Algorithm.ADADELTA ? 0.95 : 0.9),
                hyper("beta_1", 0.9),
                hyper("beta_2", 0.999),
                adaptive ? number("epsilon", generation == Generation.KERAS_1 ? 1e-8 : 1e-7) : 0,
                classic ? number("schedule_decay", 0.004) : 1,
                classic ? 0 : number("initial_accumulator_value", 0.1),
                config.path("amsgrad").asBoolean(false),
                config.path("centered").asBoolean(false),
                // until Keras 2.3 clipnorm meant the norm of all gradients together
                old ? 0 : clipNorm,
                old ? clipNorm : number("global_clipnorm", 0),
                number("clipvalue", 0));
    }

    /** tf.keras before 2.11, and from then on {@code tf.keras.optimizers.legacy}. */
    private boolean isLegacy() {
        return generation == Generation.TF_KERAS
                && config.path("is_legacy_optimizer").asBoolean(!config.has("is_legacy_optimizer"));
    }

    /** The legacy ones keep their numbers in variables of float32 (optimizer_v2.py, {@code _create_hypers}). */
    private double hyper(String name, double fallback) {
        double value = number(name, fallback);
        return isLegacy() ? (float) value : value;
    }

    /** A schedule's configuration; missing where the rate is a number. */
    private JsonNode schedule() {
        JsonNode rate = config.path("learning_rate");
        boolean known = rate.path("class_name").asString("").equals("InverseTimeDecay")
                && !rate.path("config").path("staircase").asBoolean(false);
        return known ? rate.path("config") : config.path("no schedule");
    }

    private Algorithm algorithm() {
        String plain = className.substring(className.lastIndexOf('>') + 1).toUpperCase(Locale.ROOT);
        for (Algorithm algorithm : Algorithm.values()) {
            if (algorithm.name().equals(plain)) {
                return algorithm;
            }
        }
        throw new Keras4jException("The optimizer is not one that keras4j trains with. Received: " + className
                + "; known are SGD, RMSprop, Adagrad, Adadelta, Adam, Adamax and Nadam");
    }

    private void refuseWhatIsNotDone(Algorithm algorithm) {
        for (String option : List.of("learning_rate", "lr")) {
            if (config.path(option).isObject() && !schedule().isObject()) {
                throw new Keras4jException(
                        "InverseTimeDecay is the only learning rate schedule that keras4j trains with. Received: "
                                + option + "="
                                + config.path(option).path("class_name").asString("?"));
            }
        }
        for (String option : List.of("weight_decay", "loss_scale_factor", "gradient_accumulation_steps")) {
            if (config.path(option).isNumber() && config.path(option).asDouble() != 0) {
                refuse(option);
            }
        }
        for (Map.Entry<String, JsonNode> option : config.properties()) {
            JsonNode value = option.getValue();
            boolean off = value.isNull() || value.isBoolean() && !value.asBoolean();
            if (!KNOWN.contains(option.getKey()) && !off) {
                refuse(option.getKey());
            }
        }
        if (config.path("use_ema").asBoolean(false)) {
            refuse("use_ema");
        }
        if (isLegacy() && algorithm != Algorithm.SGD && algorithm != Algorithm.ADAM) {
            throw new Keras4jException(
                    "Of the optimizers of tf.keras before 2.11 keras4j trains with SGD and Adam only." + " Received: "
                            + className);
        }
    }

    private void refuse(String option) {
        throw new Keras4jException("keras4j does not train with this option of " + className + ". Received: " + option
                + "=" + config.path(option));
    }

    private double number(String name, double fallback) {
        JsonNode value = config.path(name);
        return value.isNumber() ? value.asDouble() : fallback;
    }
}
