package io.github.keras4j.engine.purejava.train.blueprint;

import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** A network being trained in one precision. */
public interface Loops {
    /** One update; the loss before it. */
    Number train(List<Tensor> x, List<Tensor> y, long iteration);

    /** Share of right answers of the last batch, one per output. */
    List<Double> accuracies();

    List<Tensor> predict(List<Tensor> x);

    void resetStates();

    /** All weights by path. */
    Map<String, Tensor> weights();

    /** Slot name to array by weight path. */
    Map<String, Map<String, Tensor>> slots();

    Map<String, Double> scalars();

    /** Takes up an optimizer's state. */
    void restore(Map<String, Map<String, Tensor>> slots, Map<String, Double> scalars);
}
