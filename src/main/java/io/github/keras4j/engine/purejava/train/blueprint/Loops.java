package io.github.keras4j.engine.purejava.train.blueprint;

import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A network being trained in one precision. */
public interface Loops {
    /**
     * One update; the loss before it.
     *
     * @param weights of the samples, one array per output; empty: all count 1
     */
    Number train(List<Tensor> x, List<Tensor> y, List<Tensor> weights, long iteration);

    /** The loss in inference mode; nothing is trained. */
    Number evaluate(List<Tensor> x, List<Tensor> y, List<Tensor> weights);

    /** Replaces weights, by path. */
    void setWeights(Map<String, Tensor> weights);

    /** Batches of all sizes are one graph of TensorFlow's, as in fit; else each size has its own, as in train_on_batch. */
    void trainAsOneGraph();

    /** What the optimizer does to the weights when the training ends. */
    void finish();

    /** The optimizer's learning rate, without its decay. */
    Number learningRate();

    void setLearningRate(Number rate);

    /** The answers to the last batch that was trained (before its update) or evaluated. */
    List<Tensor> outputs();

    /** The outputs' losses of that batch, without {@code loss_weights}. */
    List<Double> outputLosses();

    /** The outputs' masks of that batch. */
    List<Optional<Tensor>> outputMasks();

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
