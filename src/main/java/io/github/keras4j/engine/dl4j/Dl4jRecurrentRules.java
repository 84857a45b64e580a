package io.github.keras4j.engine.dl4j;

import static io.github.keras4j.engine.dl4j.Dl4jRules.refused;

import io.github.keras4j.export.Keras2Recurrent;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.tensor.Shape;
import java.util.Optional;

/** What DL4J runs right of the layers that walk over steps. */
final class Dl4jRecurrentRules {
    private Dl4jRecurrentRules() {}

    static Optional<String> refusal(Recurrent layer, Shape input) {
        if (layer.walk().goBackwards()) {
            return refused("go_backwards is never read by DL4J's importer. Received: go_backwards=True");
        }
        return inEitherDirection(layer, input);
    }

    static Optional<String> refusal(Wrapper.Bidirectional layer, Shape input) {
        Recurrent forward = layer.forward();
        if (layer.mergeMode() == Wrapper.MergeMode.NONE) {
            return refused("DL4J's Bidirectional gives one output. Received: merge_mode=None");
        }
        if (forward.walk().goBackwards() || !layer.backward().equals(Keras2Recurrent.mirrored(layer))) {
            return refused("DL4J's Bidirectional runs one layer forwards and the same backwards");
        }
        if (forward.walk().stateful()) {
            return refused("DL4J's Bidirectional carries no state. Received: stateful=True");
        }
        return inEitherDirection(forward, input);
    }

    private static Optional<String> inEitherDirection(Recurrent layer, Shape input) {
        Recurrent.Walk walk = layer.walk();
        if (walk.returnState() || walk.timeMajor()) {
            return refused("return_state and time_major are never read by DL4J's importer. Received: " + walk);
        }
        if (input.rank() != 3 || input.size(2) == Shape.UNKNOWN) {
            return refused("DL4J takes [batch, steps, features]. Received: shape " + input);
        }
        if (layer instanceof Recurrent.Rnn rnn) {
            if (rnn.cell() instanceof Recurrent.LstmCell lstm) {
                if (HardSigmoid.scale(lstm.activation()) != 1) {
                    return refused("Keras 3's hard_sigmoid is no activation of DL4J's LSTM");
                }
                if (lstm.activation().kind() == io.github.keras4j.model.Activation.Kind.SOFTMAX
                        || lstm.recurrentActivation().kind() == io.github.keras4j.model.Activation.Kind.SOFTMAX) {
                    return refused("softmax is no activation of DL4J's LSTM");
                }
                return Dl4jActivations.asOption(lstm.activation(), 2)
                        .or(() -> Dl4jActivations.asOption(lstm.recurrentActivation(), 2));
            }
            if (rnn.cell() instanceof Recurrent.SimpleCell simple) {
                return Dl4jActivations.asOption(simple.activation(), 2);
            }
        }
        return refused("DL4J's Keras importer has no such layer");
    }
}
