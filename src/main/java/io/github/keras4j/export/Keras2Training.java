package io.github.keras4j.export;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.training.Compiled;
import io.github.keras4j.model.training.Loss;
import io.github.keras4j.model.training.Optimizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a model was compiled, as Keras 2.2.4 writes it ({@code training_config}). */
final class Keras2Training {
    private Keras2Training() {}

    /** Empty where the model was not saved compiled, or with what Keras 2.2.4 can't say: it is compiled anew then. */
    static Optional<Map<String, @Nullable Object>> of(KerasModel model) {
        if (model.training().isEmpty()) {
            return Optional.empty();
        }
        try {
            Compiled compiled = Compiled.of(model);
            boolean sayable = compiled.losses().stream().noneMatch(Loss::fromLogits)
                    && !(compiled.optimizer().isModern() && compiled.optimizer().clipNorm() != 0);
            return sayable ? Optional.of(config(model, compiled)) : Optional.empty();
        } catch (Keras4jException e) {
            return Optional.empty();
        }
    }

    private static Map<String, @Nullable Object> config(KerasModel model, Compiled compiled) {
        Map<String, String> losses = new LinkedHashMap<>();
        Map<String, Double> weights = new LinkedHashMap<>();
        List<String> outputs = model.network().outputNames();
        for (int i = 0; i < compiled.losses().size(); i++) {
            Loss loss = compiled.losses().get(i);
            losses.put(outputs.get(i), loss.kind().name().toLowerCase(Locale.ROOT));
            weights.put(outputs.get(i), loss.weight());
        }
        boolean one = outputs.size() == 1;
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("optimizer_config", optimizer(compiled.optimizer()));
        config.put("loss", one ? losses.get(outputs.get(0)) : losses);
        config.put("metrics", compiled.accuracy().isPresent() ? List.of("accuracy") : List.of());
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
            case ADAGRAD -> {}
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
                },
                config);
    }
}
