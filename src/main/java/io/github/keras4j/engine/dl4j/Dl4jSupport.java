package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.Support;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What DL4J runs right: a list of what is allowed, layer by layer and option by option. Everything else is refused,
 * since DL4J's importer answers wrongly without a word where it does not read an option.
 */
final class Dl4jSupport {
    /** Activations whose formula in DL4J is Keras's. */
    private static final Set<Activation.Kind> ACTIVATIONS = EnumSet.of(
            Activation.Kind.LINEAR,
            Activation.Kind.TANH,
            Activation.Kind.SIGMOID,
            Activation.Kind.HARD_SIGMOID,
            Activation.Kind.HARD_SIGMOID_V3,
            Activation.Kind.RELU,
            Activation.Kind.ELU,
            Activation.Kind.SELU,
            Activation.Kind.SOFTPLUS,
            Activation.Kind.SOFTSIGN,
            Activation.Kind.SOFTMAX);

    private final List<Support.Refusal> refusals = new ArrayList<>();

    private Dl4jSupport() {}

    static Support of(KerasModel model) {
        Dl4jSupport support = new Dl4jSupport();
        support.check(model.network());
        return new Support(support.refusals);
    }

    private void check(Network network) {
        Map<TensorRef, Integer> ranks = new HashMap<>();
        for (int i = 0; i < network.nodes().size(); i++) {
            Node node = network.nodes().get(i);
            int rank = node.inputs().isEmpty()
                    ? 0
                    : ranks.getOrDefault(node.inputs().get(0), -1);
            ranks.put(new TensorRef(i, 0), check(node, rank));
        }
    }

    private int check(Node node, int rank) {
        Layer layer = node.layer();
        if (!node.keywordInputs().isEmpty() || node.inputs().size() > 1) {
            refuse(layer, "several inputs are not passed on to DL4J");
        }
        if (layer instanceof Core.InputLayer input) {
            return input.shape().rank();
        }
        if (layer instanceof Core.Passthrough) {
            return rank;
        }
        if (layer instanceof Core.Dense dense) {
            activation(layer, dense.activation());
            if (rank != 2) {
                refuse(layer, "DL4J's Dense gives rows in another order on sequences. Received: rank " + rank);
            }
            return rank;
        }
        if (layer instanceof Recurrent.Rnn rnn) {
            recurrent(rnn, rank);
            return rnn.walk().returnSequences() ? 3 : 2;
        }
        refuse(layer, "DL4J's Keras importer is not known to do this layer right");
        return -1;
    }

    private void recurrent(Recurrent.Rnn rnn, int rank) {
        if (rnn.cell() instanceof Recurrent.LstmCell lstm) {
            activation(rnn, lstm.activation());
            activation(rnn, lstm.recurrentActivation());
            if (HardSigmoid.scale(lstm.activation()) != 1) {
                refuse(rnn, "Keras 3's hard_sigmoid is no activation of DL4J's LSTM");
            }
        } else if (rnn.cell() instanceof Recurrent.SimpleCell simple) {
            activation(rnn, simple.activation());
        } else {
            refuse(rnn, "DL4J's Keras importer has no " + rnn.className());
        }
        Recurrent.Walk walk = rnn.walk();
        if (walk.goBackwards() || walk.returnState() || walk.timeMajor()) {
            refuse(rnn, "go_backwards, return_state and time_major are never read by DL4J. Received: " + walk);
        }
        if (rank != 3) {
            refuse(rnn, "a sequence is expected. Received: rank " + rank);
        }
    }

    private void activation(Layer layer, Activation activation) {
        boolean plain =
                Keras2Activations.nameOrEmpty(HardSigmoid.known(activation)).length() > 0;
        if (!plain || !ACTIVATIONS.contains(activation.kind())) {
            refuse(layer, "DL4J has no such activation. Received: " + activation);
        }
    }

    private void refuse(Layer layer, String reason) {
        refusals.add(new Support.Refusal(layer.name(), layer.className(), reason));
    }

    static boolean isOpen(Shape shape) {
        return !shape.isKnown();
    }
}
