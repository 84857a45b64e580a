package io.github.keras4j.validate;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.training.Compiled;
import io.github.keras4j.model.training.Loss;
import java.util.Optional;

/** What an output's numbers are. */
public enum Task {
    /** Scores of classes along the last axis: the largest one is the answer. */
    CLASSES,
    /** Each a score of yes or no: above 0.5 is yes. */
    YES_NO,
    /** Numbers. */
    NUMBERS;

    /** By the loss that the model was compiled with, else by the last activation. */
    static Task of(KerasModel model, int output) {
        Optional<Loss.Kind> loss = loss(model, output);
        Layer layer =
                model.network().node(model.network().outputs().get(output)).layer();
        Activation activation = layer instanceof Core.Dense dense
                ? dense.activation()
                : layer instanceof Activations.Activate activate ? activate.activation() : Activation.LINEAR;
        if (activation.kind() == Activation.Kind.SOFTMAX
                || loss.filter(kind -> kind == Loss.Kind.CATEGORICAL_CROSSENTROPY
                                || kind == Loss.Kind.SPARSE_CATEGORICAL_CROSSENTROPY)
                        .isPresent()) {
            return CLASSES;
        }
        return activation.kind() == Activation.Kind.SIGMOID ? YES_NO : NUMBERS;
    }

    private static Optional<Loss.Kind> loss(KerasModel model, int output) {
        try {
            return model.training()
                    .map(training -> Compiled.of(model).losses().get(output).kind());
        } catch (Keras4jException e) {
            return Optional.empty(); // a loss that keras4j does not know
        }
    }
}
