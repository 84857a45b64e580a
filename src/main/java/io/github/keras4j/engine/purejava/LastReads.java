package io.github.keras4j.engine.purejava;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.TensorRef;
import java.util.List;

/** Which node of a network is the last to read what a node gives, so that its array can then serve another. */
final class LastReads {
    private static final int NEVER = Integer.MAX_VALUE;

    /** By node: the last that reads one of its outputs, itself if none does. */
    private final int[] last;

    LastReads(Network network) {
        List<Node> nodes = network.nodes();
        last = new int[nodes.size()];
        for (int i = 0; i < last.length; i++) {
            last[i] = i;
            for (TensorRef ref : nodes.get(i).inputs()) {
                last[ref.node()] = i;
            }
            for (TensorRef ref : nodes.get(i).keywordInputs().values()) {
                last[ref.node()] = i;
            }
        }
        for (TensorRef ref : network.outputs()) {
            last[ref.node()] = NEVER;
        }
    }

    /**
     * Releases the arrays that no node after this one reads. Layers may hand on an input's array as their output, so an
     * array is released only when no value that is still to be read lies in it.
     */
    void after(int node, List<List<Value>> given, Binding binding) {
        for (int i = 0; i <= node; i++) {
            if (last[i] == node) {
                for (Value value : given.get(i)) {
                    if (!isReadLater(value.data(), node, given)) {
                        binding.release(value.data());
                    }
                }
            }
        }
    }

    private boolean isReadLater(float[] array, int node, List<List<Value>> given) {
        for (int i = 0; i <= node; i++) {
            if (last[i] > node && given.get(i).stream().anyMatch(value -> value.data() == array)) {
                return true;
            }
        }
        return false;
    }
}
