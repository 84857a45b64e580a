package io.github.keras4j.engine.dl4j;

import static io.github.keras4j.engine.dl4j.Dl4jRules.refused;

import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.tensor.Shape;
import java.util.Optional;

/** What DL4J runs right of the layers that walk over steps. */
record Dl4jRecurrentRules(Shape input) implements Recurrent.Visitor<Optional<String>> {
    @Override
    public Optional<String> rnn(Recurrent.Rnn layer) {
        if (layer.walk().goBackwards()) {
            return refused("go_backwards is never read by DL4J's importer. Received: go_backwards=True");
        }
        return inEitherDirection(layer, input);
    }

    @Override
    public Optional<String> genericRnn(Recurrent.GenericRnn layer) {
        return refused(Dl4jRules.ABSENT);
    }

    @Override
    public Optional<String> convLstm(Recurrent.ConvLstm layer) {
        return refused(Dl4jRules.ABSENT);
    }

    static Optional<String> inEitherDirection(Recurrent layer, Shape input) {
        Recurrent.Walk walk = layer.walk();
        if (walk.returnState() || walk.timeMajor()) {
            return refused("return_state and time_major are never read by DL4J's importer. Received: " + walk);
        }
        if (input.rank() != 3 || input.size(2) == Shape.UNKNOWN) {
            return refused("DL4J takes [batch, steps, features]. Received: shape " + input);
        }
        return layer instanceof Recurrent.Rnn rnn ? rnn.cell().accept(new Cells()) : refused(Dl4jRules.ABSENT);
    }

    /** The cells that it imports, with their activations. */
    private static final class Cells implements Recurrent.Cell.Visitor<Optional<String>> {
        @Override
        public Optional<String> lstmCell(Recurrent.LstmCell lstm) {
            if (HardSigmoid.scale(lstm.activation()) != 1) {
                return refused("Keras 3's hard_sigmoid is no activation of DL4J's LSTM");
            }
            if (lstm.activation().kind() == Activation.Kind.SOFTMAX
                    || lstm.recurrentActivation().kind() == Activation.Kind.SOFTMAX) {
                return refused("softmax is no activation of DL4J's LSTM");
            }
            return Dl4jActivations.asOption(lstm.activation(), 2)
                    .or(() -> Dl4jActivations.asOption(lstm.recurrentActivation(), 2));
        }

        @Override
        public Optional<String> gruCell(Recurrent.GruCell cell) {
            return refused(Dl4jRules.ABSENT);
        }

        @Override
        public Optional<String> simpleCell(Recurrent.SimpleCell cell) {
            return Dl4jActivations.asOption(cell.activation(), 2);
        }

        @Override
        public Optional<String> stackedCells(Recurrent.StackedCells cell) {
            return refused(Dl4jRules.ABSENT);
        }

        @Override
        public Optional<String> wrappedCell(Recurrent.WrappedCell cell) {
            return refused(Dl4jRules.ABSENT);
        }
    }
}
