package io.github.keras4j.export;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.training.Compiled;
import io.github.keras4j.model.training.Loss;
import io.github.keras4j.model.training.MetricConfig;
import io.github.keras4j.model.training.Optimizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a model was compiled, as Keras 2.2.4 writes it ({@code training_config}). */
final class Keras2Training {
    /** Names without case and underscores, and what Keras 2.2.4 calls the same. */
    private static final Map<String, String> METRICS = Map.ofEntries(
            Map.entry("accuracy", "accuracy"),
            Map.entry("acc", "accuracy"),
            Map.entry("binaryaccuracy", "binary_accuracy"),
            Map.entry("categoricalaccuracy", "categorical_accuracy"),
            Map.entry("sparsecategoricalaccuracy", "sparse_categorical_accuracy"),
            Map.entry("topkcategoricalaccuracy", "top_k_categorical_accuracy"),
            Map.entry("mse", "mean_squared_error"),
            Map.entry("meansquarederror", "mean_squared_error"),
            Map.entry("mae", "mean_absolute_error"),
            Map.entry("meanabsoluteerror", "mean_absolute_error"),
            Map.entry("mape", "mean_absolute_percentage_error"),
            Map.entry("meanabsolutepercentageerror", "mean_absolute_percentage_error"),
            Map.entry("msle", "mean_squared_logarithmic_error"),
            Map.entry("meansquaredlogarithmicerror", "mean_squared_logarithmic_error"),
            Map.entry("logcosh", "logcosh"),
            Map.entry("poisson", "poisson"),
            Map.entry("kldivergence", "kullback_leibler_divergence"),
            Map.entry("kullbackleiblerdivergence", "kullback_leibler_divergence"),
            Map.entry("binarycrossentropy", "binary_crossentropy"),
            Map.entry("categoricalcrossentropy", "categorical_crossentropy"),
            Map.entry("sparsecategoricalcrossentropy", "sparse_categorical_crossentropy"));

    private Keras2Training() {}

    /** Empty where the model was not saved compiled, or with what Keras 2.2.4 can't say: it is compiled anew then. */
    static Optional<Map<String, @Nullable Object>> of(KerasModel model) {
        if (model.training().isEmpty()) {
            return Optional.empty();
        }
        try {
            Compiled compiled = Compiled.of(model);
            boolean sayable = compiled.losses().stream().allMatch(Keras2Training::isSayable)
                    && !(compiled.optimizer().isModern() && compiled.optimizer().clipNorm() != 0)
                    && compiled.optimizer().style() != Optimizer.Style.LEGACY
                    && compiled.optimizer().around().equals(Optimizer.Around.NONE)
                    && compiled.optimizer().schedule().isEmpty();
            return sayable ? Optional.of(config(model, compiled)) : Optional.empty();
        } catch (Keras4jException e) {
            return Optional.empty();
        }
    }

    /** Whether a name says the loss, and Keras 2.2.4 computes the same by it. */
    static boolean isSayable(Loss loss) {
        boolean known = switch (loss.kind()) {
            case BINARY_FOCAL_CROSSENTROPY,
                    CATEGORICAL_FOCAL_CROSSENTROPY,
                    CATEGORICAL_GENERALIZED_CROSS_ENTROPY,
                    HUBER,
                    DICE,
                    TVERSKY -> false;
            case HINGE, SQUARED_HINGE -> !loss.form().convertsLabels();
            case COSINE_SIMILARITY -> !loss.form().meanOfProducts();
            default -> true;
        };
        return known && !loss.hasOptions();
    }

    private static String name(Loss loss) {
        return switch (loss.kind()) {
            case KL_DIVERGENCE -> "kullback_leibler_divergence";
            case COSINE_SIMILARITY -> "cosine_proximity";
            case LOG_COSH -> "logcosh";
            default -> loss.kind().name().toLowerCase(Locale.ROOT);
        };
    }

    /** The metrics that Keras 2.2.4 has a function for. */
    private static List<String> metrics(List<MetricConfig> metrics) {
        return metrics.stream()
                .filter(metric -> !metric.weighted())
                .map(metric -> METRICS.getOrDefault(metric.key(), ""))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static Map<String, @Nullable Object> config(KerasModel model, Compiled compiled) {
        Map<String, String> losses = new LinkedHashMap<>();
        Map<String, List<String>> metrics = new LinkedHashMap<>();
        Map<String, Double> weights = new LinkedHashMap<>();
        List<String> outputs = model.network().outputNames();
        for (int i = 0; i < compiled.losses().size(); i++) {
            Loss loss = compiled.losses().get(i);
            losses.put(outputs.get(i), name(loss));
            metrics.put(outputs.get(i), metrics(compiled.metrics().get(i)));
            weights.put(outputs.get(i), loss.weight());
        }
        boolean one = outputs.size() == 1;
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("optimizer_config", optimizer(compiled.optimizer()));
        config.put("loss", one ? losses.get(outputs.get(0)) : losses);
        config.put("metrics", one ? metrics.get(outputs.get(0)) : metrics);
        config.put("sample_weight_mode", null);
        config.put("loss_weights", one ? null : weights);
        return config;
    }

    private static Map<String, Object> optimizer(Optimizer o) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("lr", o.learningRate());
        switch (o.algorithm()) {
            case SGD -> {
                config.put("momentum", o.momentum());
                config.put("nesterov", o.nesterov());
            }
            case RMSPROP, ADADELTA -> config.put("rho", o.rho());
            case ADAM, ADAMAX, NADAM -> {
                config.put("beta_1", o.beta1());
                config.put("beta_2", o.beta2());
            }
            case ADAGRAD, LION, FTRL, ADAFACTOR, LAMB -> {}
        }
        if (o.algorithm() == Optimizer.Algorithm.NADAM) {
            config.put("schedule_decay", o.style() == Optimizer.Style.CLASSIC ? o.scheduleDecay() : 0.004);
        } else {
            config.put("decay", o.decay());
        }
        if (o.algorithm() != Optimizer.Algorithm.SGD) {
            config.put("epsilon", o.epsilon());
        }
        if (o.algorithm() == Optimizer.Algorithm.ADAM) {
            config.put("amsgrad", o.amsgrad());
        }
        if (o.globalClipNorm() != 0) {
            config.put("clipnorm", o.globalClipNorm());
        }
        if (o.clipValue() != 0) {
            config.put("clipvalue", o.clipValue());
        }
        return Keras2Options.of(
                switch (o.algorithm()) {
                    case SGD -> "SGD";
                    case RMSPROP -> "RMSprop";
                    case ADAGRAD -> "Adagrad";
                    case ADADELTA -> "Adadelta";
                    case ADAM -> "Adam";
                    case ADAMAX -> "Adamax";
                    case NADAM -> "Nadam";
                    case LION, FTRL, ADAFACTOR, LAMB ->
                        throw new Keras4jException("Keras 2 has no such optimizer. Received: optimizer=" + o);
                },
                config);
    }
}
