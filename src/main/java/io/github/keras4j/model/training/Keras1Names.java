package io.github.keras4j.model.training;

import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Wrapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keras 1's own variables behind the canonical weights. Its optimizers keep their slots in the order of the
 * variables' names (keras/engine/training.py of 1.2.2: {@code trainable_weights.sort(key=lambda x: x.name ...)}), and a
 * recurrent layer has a variable per gate.
 */
final class Keras1Names {
    /** A variable: its name, the weight that it is a part of, and which gate of how many. */
    record Variable(String name, String path, int gate, int gates) {}

    private static final Map<String, String> LETTER = Map.of(
            "kernel", "W", "recurrent_kernel", "U", "bias", "b", "embeddings", "W", "gamma", "gamma", "beta", "beta");

    private final Set<String> trained;
    private final boolean byGate;
    private final List<Variable> variables = new ArrayList<>();

    private Keras1Names(Set<String> trained, boolean byGate) {
        this.trained = trained;
        this.byGate = byGate;
    }

    /** @param byGate false for layers of {@code consume_less='gpu'}, whose gates lie side by side as later */
    static List<Variable> of(KerasModel model, Set<String> trained, boolean byGate) {
        Keras1Names names = new Keras1Names(trained, byGate);
        model.network().layers().forEach(layer -> names.collect(layer, layer.name() + "/", layer.name()));
        names.variables.sort(Comparator.comparing(Variable::name));
        return names.variables;
    }

    /** @param name what the layer's variables are called by: a Bidirectional's halves have names of their own */
    private void collect(Layer layer, String path, String name) {
        if (layer instanceof Wrapper.Bidirectional both) {
            collect(both.forward(), path + "forward/", prefixed("forward_", both.forward()));
            collect(both.backward(), path + "backward/", prefixed("backward_", both.backward()));
        } else if (layer instanceof Wrapper.TimeDistributed each) {
            collect(each.layer(), path + "layer/", each.layer().name());
        } else {
            List<String> gates =
                    layer instanceof Recurrent.Rnn rnn && byGate ? rnn.cell().gates() : List.of();
            for (String weight : weights(layer)) {
                if (trained.contains(path + weight)) {
                    add(name + "_" + LETTER.getOrDefault(weight, weight), path + weight, gates);
                }
            }
        }
    }

    /** keras/layers/wrappers.py 1.2.2: {@code self.forward_layer.name = 'forward_' + self.forward_layer.name}. */
    private static String prefixed(String half, Layer layer) {
        return layer.name().startsWith(half) ? layer.name() : half + layer.name();
    }

    private void add(String name, String path, List<String> gates) {
        if (gates.isEmpty()) {
            variables.add(new Variable(name, path, 0, 1));
        }
        for (int gate = 0; gate < gates.size(); gate++) {
            variables.add(new Variable(name + "_" + gates.get(gate), path, gate, gates.size()));
        }
    }

    private static List<String> weights(Layer layer) {
        if (layer instanceof Core.Embedding) {
            return List.of("embeddings");
        }
        return List.of("kernel", "recurrent_kernel", "bias", "gamma", "beta");
    }
}
