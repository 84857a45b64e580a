package io.github.keras4j.model.dialect.weights;

import io.github.keras4j.archive.KerasArchive.NamedArray;
import io.github.keras4j.model.Layer;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A model or wrapper stores the arrays of its inner layers in one list: first every layer's trainable ones, then
 * every layer's others, among them all of a frozen layer (keras/engine/network.py 2.2.4, Network.weights;
 * keras/src/saving/legacy/hdf5_format.py 2.15, _legacy_weights).
 */
final class NestedOrder {
    private NestedOrder() {}

    /** The arrays of each leaf, in its own order. */
    static List<List<Tensor>> split(Layer layer, List<Leaf> leaves, List<NamedArray> stored, StoredArrays arrays) {
        List<List<Boolean>> trainable = new ArrayList<>();
        int total = 0;
        List<WeightSlot> all = new ArrayList<>();
        for (Leaf leaf : leaves) {
            List<WeightSlot> slots = leaf.slots();
            all.addAll(slots);
            int count = arrays.count(leaf.layer(), slots);
            List<Boolean> flags = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                // where arrays outnumber slots (gates apart), all of them are trainable
                flags.add(leaf.trainable()
                        && (count != slots.size() || slots.get(i).trainable()));
            }
            trainable.add(flags);
            total += count;
        }
        WeightCheck.count(layer, stored.size(), total, all);
        List<List<Tensor>> parts = new ArrayList<>();
        leaves.forEach(leaf -> parts.add(new ArrayList<>()));
        int next = 0;
        for (boolean first : new boolean[] {true, false}) {
            for (int i = 0; i < leaves.size(); i++) {
                for (boolean flag : trainable.get(i)) {
                    if (flag == first) {
                        parts.get(i).add(stored.get(next++).value());
                    }
                }
            }
        }
        return parts;
    }
}
