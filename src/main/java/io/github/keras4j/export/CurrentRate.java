package io.github.keras4j.export;

import io.github.keras4j.engine.OptimizerState;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.TrainingConfiguration;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A model whose stored compilation has the learning rate that callbacks have left, as Keras saves it. */
final class CurrentRate {
    private CurrentRate() {}

    static KerasModel of(KerasModel model, OptimizerState state) {
        Double rate = state.scalars().get("learning_rate");
        if (rate == null || model.training().isEmpty()) {
            return model;
        }
        TrainingConfiguration training = model.training().get();
        ObjectNode config = (ObjectNode) training.config().deepCopy();
        String key = config.has("optimizer_config") ? "optimizer_config" : "optimizer";
        if (!(config.path(key).path("config") instanceof ObjectNode options)) {
            return model;
        }
        String name = options.has("lr") ? "lr" : "learning_rate";
        // a float32 training's rate is the stored number, rounded: then it stays as it was written
        if (!options.path(name).isNumber() || (float) options.path(name).asDouble() == rate.floatValue()) {
            return model;
        }
        options.put(name, rate);
        return new KerasModel(
                model.provenance(),
                model.network(),
                model.weights(),
                Optional.of(new TrainingConfiguration(config, training.optimizerWeights())));
    }
}
