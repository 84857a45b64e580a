package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Custom;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Wrapper;

/** On how many tensors a layer can be called. */
final class Arity {
    private static final int ANY = Integer.MAX_VALUE;

    private Arity() {}

    static int least(Layer layer) {
        if (layer instanceof Wrapper.NestedModel nested) {
            return nested.network().inputs().size();
        }
        boolean two = layer instanceof Merging.Dot
                || layer instanceof Merging.ScaledSum
                || layer instanceof Preprocessing.HashedCrossing;
        return two || layer instanceof Attentive ? 2 : 1;
    }

    static int most(Layer layer) {
        if (layer instanceof Wrapper.NestedModel nested) {
            return nested.network().inputs().size();
        }
        if (layer instanceof Merging.Dot || layer instanceof Merging.ScaledSum) {
            return 2;
        }
        if (layer instanceof Custom) {
            return ANY;
        }
        if (layer instanceof Attentive) {
            return 3; // query, value and key
        }
        boolean states = layer instanceof Recurrent || layer instanceof Wrapper.Bidirectional;
        boolean joins = layer instanceof Merging || layer instanceof Preprocessing.HashedCrossing;
        return states || joins ? ANY : 1;
    }

    static String words(Layer layer) {
        int least = least(layer);
        int most = most(layer);
        return most == least ? Integer.toString(least) : least + (most == ANY ? " or more" : " to " + most);
    }
}
