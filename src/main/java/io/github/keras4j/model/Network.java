package io.github.keras4j.model;

import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Layers and how they are connected; a Sequential is the chain of its layers.
 *
 * @param name the model's name
 * @param kind how it was built, for those who print it
 * @param nodes every call of every layer, each after those whose outputs it takes; inputs are calls of an
 *     {@link Core.InputLayer}
 * @param inputs the model's inputs in its order
 * @param outputs the model's outputs in its order
 */
public record Network(String name, Kind kind, List<Node> nodes, List<TensorRef> inputs, List<TensorRef> outputs) {
    /** The Keras class that a network was built as. */
    public enum Kind {
        /** A chain of layers. */
        SEQUENTIAL,
        /** Layers called on the outputs of others. */
        FUNCTIONAL
    }

    /** The lists are copied. */
    public Network {
        nodes = List.copyOf(nodes);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** This network with other nodes, as many; itself if they are equal. */
    public Network withNodes(List<Node> newNodes) {
        return newNodes.equals(nodes) ? this : new Network(name, kind, newNodes, inputs, outputs);
    }

    /** The node that a reference points to. */
    public Node node(TensorRef ref) {
        return nodes.get(ref.node());
    }

    /** Names of the input layers, in the order in which {@code predict} takes its inputs. */
    public List<String> inputNames() {
        return inputs.stream().map(ref -> node(ref).layer().name()).toList();
    }

    /** Names of the layers that give the outputs, in the model's order. */
    public List<String> outputNames() {
        return outputs.stream().map(ref -> node(ref).layer().name()).toList();
    }

    /**
     * A key for each output, in the model's order: its layer's name, and where that stood before, with a number
     * behind it, as {@code Functional._set_output_names} of tf.keras has it: {@code lstm, lstm_1, lstm_2}.
     */
    public List<String> outputKeys() {
        List<String> keys = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        Map<String, Integer> counts = new HashMap<>();
        for (String name : outputNames()) {
            String key = name;
            while (!taken.add(key)) {
                key = name + "_" + counts.merge(name, 1, Integer::sum);
            }
            keys.add(key);
        }
        return keys;
    }

    /** Every layer once, in order of first call. */
    public List<Layer> layers() {
        // by name: to compare whole layers would first make the hash functions of all their records
        Map<String, Layer> layers = new LinkedHashMap<>();
        for (Node node : nodes) {
            // one call that is not run refuses the layer, whatever its other calls are
            layers.merge(node.layer().name(), node.layer(), (first, next) -> next instanceof Unknown ? next : first);
        }
        return List.copyOf(layers.values());
    }

    /** Whether a layer, however deep in others, keeps its states from one call to the next. */
    public boolean isStateful() {
        return nodes.stream().anyMatch(node -> isStateful(node.layer()));
    }

    private static boolean isStateful(Layer layer) {
        if (layer instanceof Recurrent recurrent) {
            return recurrent.walk().stateful();
        }
        if (layer instanceof Wrapper.Bidirectional both) {
            return isStateful(both.forward()) || isStateful(both.backward());
        }
        if (layer instanceof Wrapper.TimeDistributed each) {
            return isStateful(each.layer());
        }
        return layer instanceof Wrapper.NestedModel nested && nested.network().isStateful();
    }

    /**
     * Whether a TextVectorization without an {@code output_sequence_length} makes something in it as long as the longest
     * text of a call.
     */
    public boolean isAsLongAsItsTexts() {
        return layers().stream()
                .anyMatch(layer -> layer instanceof Preprocessing.TextVectorization texts && texts.isOpen()
                        || layer instanceof Wrapper.NestedModel nested
                                && nested.network().isAsLongAsItsTexts());
    }

    /**
     * Whether inputs have batches of their own: Keras takes tensors of different first sizes if they were built so, two
     * matrices to be multiplied, though its {@code predict} has no data set of them.
     */
    public boolean hasSeveralBatches() {
        return inputs.stream()
                        .map(ref -> node(ref).layer())
                        .filter(Core.InputLayer.class::isInstance)
                        .map(layer -> ((Core.InputLayer) layer).shape())
                        .filter(shape -> shape.rank() > 0 && shape.size(0) != Shape.UNKNOWN)
                        .map(shape -> shape.size(0))
                        .distinct()
                        .count()
                > 1;
    }

    /** Whether a MelSpectrogram cuts each sample by the greatest number of the whole batch, or texts are as long as the longest. */
    public boolean looksAtNeighbours() {
        return isAsLongAsItsTexts()
                || layers().stream()
                        .anyMatch(layer -> layer instanceof Preprocessing.MelSpectrogram sound && sound.powerToDb()
                                || layer instanceof Wrapper.NestedModel nested
                                        && nested.network().looksAtNeighbours());
    }
}
