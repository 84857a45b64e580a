package io.github.keras4j.engine.dl4j.layers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where recurrent layers keep their states from call to call.
 *
 * @param kept the states by layer
 * @param prefix of the layer at hand
 * @param carries whether states are kept at all
 */
public record States(Map<String, List<INDArray>> kept, String prefix, boolean carries) {
    /** Those of an inner layer. */
    States of(String layer) {
        return new States(kept, prefix + "/" + layer, carries);
    }

    /** What the call before left, for as many samples. */
    Optional<List<INDArray>> last(long batch) {
        List<INDArray> states = carries ? kept.get(prefix) : null;
        return states == null || states.get(0).size(0) != batch ? Optional.empty() : Optional.of(states);
    }

    void keep(List<INDArray> states) {
        if (carries) {
            kept.put(prefix, states);
        }
    }
}
