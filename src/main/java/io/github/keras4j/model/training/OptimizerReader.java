package io.github.keras4j.model.training;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.training.Optimizer.Algorithm;
import io.github.keras4j.model.training.Optimizer.Style;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
            "loss_scale_factor", // multiplies the loss and divides its gradients
            "gradient_accumulation_steps",
            "use_ema",
            "ema_momentum",
            "ema_overwrite_frequency",
            "learning_rate_power",
            "l1_regularization_strength",
            "l2_regularization_strength",
            "l2_shrinkage_regularization_strength",
            "beta",
            "beta_2_decay",
            "epsilon_1",
            "epsilon_2",
            "clip_threshold",
            "relative_step",
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
        Style style = isLegacy() ? Style.LEGACY : Optimizer.styleOf(generation);
        boolean classic = style == Style.CLASSIC || style == Style.LEGACY;
        boolean old = style == Style.CLASSIC;
        boolean adaptive = algorithm != Algorithm.SGD;
        double clipNorm = number("clipnorm", 0);
        Optional<Schedule> schedule = ScheduleReader.read(rate());
        return new Optimizer(
                algorithm,
                style,
                schedule.map(known -> known.at(0)).orElseGet(() -> hyper("learning_rate", hyper("lr", 0))),
                schedule.isPresent() || algorithm == Algorithm.NADAM ? 0 : hyper("decay", 0),
                schedule,
                hyper("momentum", 0),
                config.path("nesterov").asBoolean(false),
                hyper("rho", algorithm == Algorithm.ADADELTA ? 0.95 : 0.9),
                hyper("beta_1", 0.9),
                hyper("beta_2", algorithm == Algorithm.LION ? 0.99 : 0.999),
                adaptive ? number("epsilon", generation == Generation.KERAS_1 ? 1e-8 : 1e-7) : 0,
                classic ? scheduleDecay(style) : 1,
                old ? 0 : number("initial_accumulator_value", 0.1),
                config.path("amsgrad").asBoolean(false),
                config.path("centered").asBoolean(false),
                // until Keras 2.3 clipnorm meant the norm of all gradients together
                old ? 0 : clipNorm,
                old ? clipNorm : number("global_clipnorm", 0),
                number("clipvalue", 0),
                around(algorithm),
                new Optimizer.Ftrl(
                        number("learning_rate_power", Optimizer.Ftrl.DEFAULT.learningRatePower()),
                        number("l1_regularization_strength", 0),
                        number("l2_regularization_strength", 0),
                        number("l2_shrinkage_regularization_strength", 0),
                        number("beta", 0)),
                new Optimizer.Adafactor(
                        number("beta_2_decay", Optimizer.Adafactor.DEFAULT.beta2Decay()),
                        number("epsilon_1", Optimizer.Adafactor.DEFAULT.epsilon1()),
                        number("epsilon_2", Optimizer.Adafactor.DEFAULT.epsilon2()),
                        number("clip_threshold", Optimizer.Adafactor.DEFAULT.clipThreshold()),
                        config.path("relative_step").asBoolean(true)));
    }

    private Optimizer.Around around(Algorithm algorithm) {
        boolean averages = config.path("use_ema").asBoolean(false);
        boolean decays = className.endsWith("AdamW");
        return new Optimizer.Around(
                number("weight_decay", decays ? 0.004 : 0),
                averages ? number("ema_momentum", 0.99) : Double.NaN,
                averages ? (int) number("ema_overwrite_frequency", 0) : 0,
                Math.max(1, (int) number("gradient_accumulation_steps", 1)));
    }

    /** The legacy Nadam keeps it under the name of the decay that it does not have. */
    private double scheduleDecay(Style style) {
        return style == Style.LEGACY ? number("decay", 0.004) : number("schedule_decay", 0.004);
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

    private JsonNode rate() {
        return config.has("learning_rate") ? config.path("learning_rate") : config.path("lr");
    }

    private Algorithm algorithm() {
        String plain = className.substring(className.lastIndexOf('>') + 1).toUpperCase(Locale.ROOT);
        for (Algorithm algorithm : Algorithm.values()) {
            if (algorithm.name().equals(plain.equals("ADAMW") ? "ADAM" : plain)) {
                return algorithm;
            }
        }
        throw new Keras4jException("The optimizer is not one that keras4j trains with. Received: " + className
                + "; known are SGD, RMSprop, Adagrad, Adadelta, Adam, AdamW, Adamax, Nadam, Lion, Ftrl, Adafactor and"
                + " Lamb");
    }

    private void refuseWhatIsNotDone(Algorithm algorithm) {
        for (Map.Entry<String, JsonNode> option : config.properties()) {
            JsonNode value = option.getValue();
            boolean off = value.isNull() || value.isBoolean() && !value.asBoolean();
            if (!KNOWN.contains(option.getKey()) && !off) {
                refuse(option.getKey());
            }
        }
        boolean scheduled = rate().isObject();
        if (isLegacy() && scheduled && algorithm == Algorithm.NADAM) {
            refuse("learning_rate");
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
