package io.github.keras4j.model.training;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.Generation;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An optimizer's whole configuration from what people write of it, with the defaults of a generation. */
final class OptimizerDefaults {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String CLIPPED = " clipnorm=None clipvalue=None";
    private static final String COMMON =
            " weight_decay=None clipnorm=None global_clipnorm=None clipvalue=None use_ema=False"
                    + " ema_momentum=0.99 ema_overwrite_frequency=None";
    private static final String ACCUMULATED = " loss_scale_factor=None gradient_accumulation_steps=None";

    /** Keras 1 and 2 (keras/optimizers.py 1.2.2 and 2.2.4). */
    private static final Map<String, String> OLD = Map.of(
            "SGD", "lr=0.01 momentum=0.0 nesterov=False decay=0.0",
            "RMSprop", "lr=0.001 rho=0.9 epsilon=EPSILON decay=0.0",
            "Adagrad", "lr=0.01 epsilon=EPSILON decay=0.0",
            "Adadelta", "lr=1.0 rho=0.95 epsilon=EPSILON decay=0.0",
            "Adam", "lr=0.001 beta_1=0.9 beta_2=0.999 epsilon=EPSILON decay=0.0",
            "Adamax", "lr=0.002 beta_1=0.9 beta_2=0.999 epsilon=EPSILON decay=0.0",
            "Nadam", "lr=0.002 beta_1=0.9 beta_2=0.999 epsilon=EPSILON schedule_decay=0.004");

    /** tf.keras from 2.11, and Keras 3. */
    private static final Map<String, String> NEW = Map.ofEntries(
            Map.entry("SGD", "learning_rate=0.01 momentum=0.0 nesterov=False"),
            Map.entry("RMSprop", "learning_rate=0.001 rho=0.9 momentum=0.0 epsilon=1e-07 centered=False"),
            Map.entry("Adagrad", "learning_rate=0.001 initial_accumulator_value=0.1 epsilon=1e-07"),
            Map.entry("Adadelta", "learning_rate=0.001 rho=0.95 epsilon=1e-07"),
            Map.entry("Adam", "learning_rate=0.001 beta_1=0.9 beta_2=0.999 epsilon=1e-07 amsgrad=False"),
            Map.entry("AdamW", "learning_rate=0.001 beta_1=0.9 beta_2=0.999 epsilon=1e-07 amsgrad=False"),
            Map.entry("Adamax", "learning_rate=0.001 beta_1=0.9 beta_2=0.999 epsilon=1e-07"),
            Map.entry("Nadam", "learning_rate=0.001 beta_1=0.9 beta_2=0.999 epsilon=1e-07"),
            Map.entry("Lion", "learning_rate=0.001 beta_1=0.9 beta_2=0.99"),
            Map.entry(
                    "Ftrl",
                    "learning_rate=0.001 learning_rate_power=-0.5 initial_accumulator_value=0.1"
                            + " l1_regularization_strength=0.0 l2_regularization_strength=0.0"
                            + " l2_shrinkage_regularization_strength=0.0 beta=0.0"),
            Map.entry(
                    "Adafactor",
                    "learning_rate=0.001 beta_2_decay=-0.8 epsilon_1=1e-30 epsilon_2=0.001 clip_threshold=1.0"
                            + " relative_step=True"),
            Map.entry("Lamb", "learning_rate=0.001 beta_1=0.9 beta_2=0.999 epsilon=1e-07"));

    private OptimizerDefaults() {}

    /**
     * @param given a name, or a call with options
     * @return {@code {"class_name", "config"}} with every option
     * @throws Keras4jException for an optimizer or an option that the generation does not have
     */
    static ObjectNode complete(JsonNode given, Generation generation) {
        boolean old = generation != Generation.TF_KERAS && generation != Generation.KERAS_3;
        Map<String, String> known = old ? OLD : NEW;
        String wanted =
                given.isString() ? given.asString() : given.path("class_name").asString("");
        String name = known.keySet().stream()
                .filter(each -> each.toLowerCase(Locale.ROOT).equals(wanted.toLowerCase(Locale.ROOT)))
                .filter(each -> generation == Generation.KERAS_3 || !each.equals("Lamb"))
                .findFirst()
                .orElseThrow(() -> new Keras4jException("The optimizer is not one of " + generation
                        + " that keras4j trains with. Received: " + wanted + "; known are "
                        + known.keySet().stream().sorted().toList()));
        ObjectNode config = NODES.objectNode();
        if (!old) {
            config.put("name", name.toLowerCase(Locale.ROOT));
        }
        String options = known.getOrDefault(name, "") + (old ? CLIPPED : COMMON);
        options += generation == Generation.KERAS_3 ? ACCUMULATED : "";
        for (String option : options.split(" ")) {
            put(config, option, generation);
        }
        if (name.equals("AdamW")) {
            config.put("weight_decay", 0.004);
        }
        for (Map.Entry<String, JsonNode> option : given.path("config").properties()) {
            String key = old && option.getKey().equals("learning_rate")
                    ? "lr"
                    : !old && option.getKey().equals("lr") ? "learning_rate" : option.getKey();
            if (!config.has(key)) {
                throw new Keras4jException(name + " has no such argument in " + generation + ". Received: "
                        + option.getKey() + "; it has " + config.propertyNames());
            }
            config.set(key, option.getValue());
        }
        if (old) { // Keras 1 and 2 store clipping only where there is some
            config.properties().removeIf(entry -> entry.getValue().isNull());
        }
        if (generation == Generation.TF_KERAS) {
            config.put("jit_compile", false);
            config.put("is_legacy_optimizer", false);
        }
        ObjectNode optimizer = NODES.objectNode();
        optimizer.put("class_name", name);
        optimizer.set("config", config);
        return optimizer;
    }

    private static void put(ObjectNode config, String option, Generation generation) {
        String name = option.substring(0, option.indexOf('='));
        String value = option.substring(option.indexOf('=') + 1);
        switch (value) {
            case "None" -> config.putNull(name);
            case "True", "False" -> config.put(name, value.equals("True"));
            case "EPSILON" -> config.put(name, generation == Generation.KERAS_1 ? 1e-8 : 1e-7);
            default -> config.put(name, Double.parseDouble(value));
        }
    }
}
