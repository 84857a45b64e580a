package io.github.keras4j.engine.dl4j.layers;

import io.github.keras4j.engine.dl4j.arrays.Value;
import java.util.List;

/** What a layer computes. */
public interface Computation {
    /**
     * The outputs, each with the mask that Keras passes on.
     *
     * @param weights by Keras's names
     * @throws io.github.keras4j.engine.dl4j.arrays.UnfitException for inputs that the layer does not take
     */
    List<Value> run(Call call, Parameters weights);
}
