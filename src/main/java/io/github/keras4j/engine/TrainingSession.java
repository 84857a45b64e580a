package io.github.keras4j.engine;

import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** One training in progress. Keeps weights, optimizer state and the states of stateful layers. Not thread-safe. */
public interface TrainingSession extends AutoCloseable {
    /**
     * One update by one batch, Keras's {@code train_on_batch}.
     *
     * @param x the model's inputs in its order, each {@code [batch, ...]}
     * @param y the targets of its outputs in its order, each {@code [batch, ...]}
     * @return the batch's loss before the update, regularization included, as Keras reports it
     * @throws io.github.keras4j.errors.Keras4jException for a wrong number of tensors or a wrong shape
     */
    default double update(List<Tensor> x, List<Tensor> y) {
        return update(x, y, List.of());
    }

    /**
     * One update by one batch whose samples count differently in the loss.
     *
     * @param x as {@link #update(List, List)} takes it
     * @param y as {@link #update(List, List)} takes it
     * @param sampleWeights one per output, each {@code [batch]}; empty: every sample counts 1
     * @return the weighted loss, as Keras reports it
     * @throws io.github.keras4j.errors.Keras4jException as {@link #update(List, List)}, and where the engine does not
     *     weigh samples
     */
    double update(List<Tensor> x, List<Tensor> y, List<Tensor> sampleWeights);

    /**
     * The loss of a batch in inference mode, Keras's {@code test_on_batch}. Nothing is trained; states of stateful layers
     * move on.
     *
     * @param x as {@link #update(List, List)} takes it
     * @param y as {@link #update(List, List)} takes it
     * @param sampleWeights as {@link #update(List, List, List)} takes it
     * @return the loss, regularization included
     */
    double evaluate(List<Tensor> x, List<Tensor> y, List<Tensor> sampleWeights);

    /**
     * The updates are those of one {@code fit}, not of many {@code train_on_batch}: tf.keras has one graph for all sizes of a
     * batch then, which its Nadam can tell.
     */
    default void begin() {}

    /** What Keras's {@code fit} has the optimizer do when it ends: a moving average takes the weights' place. */
    default void finish() {}

    /** The optimizer's learning rate, without its decay. */
    double learningRate();

    /**
     * Sets the optimizer's learning rate, as Keras's callbacks do.
     *
     * @throws io.github.keras4j.errors.Keras4jException when the rate is a schedule's
     */
    void setLearningRate(double rate);

    /**
     * The model's answers to the last batch that was updated (before its update, in training mode) or evaluated, in the
     * outputs' order.
     */
    List<Tensor> outputs();

    /** Whether {@link #outputLosses} tells the outputs' losses apart. */
    default boolean separatesLosses() {
        return false;
    }

    /**
     * The losses of the outputs that the last batch gave, in their order: each weighted by the samples, but not by
     * {@code loss_weights}, and without regularization. Empty where the engine does not tell them apart.
     */
    default List<Double> outputLosses() {
        return List.of();
    }

    /** The masks of {@link #outputs}, each {@code [batch, steps]} with 0 for what does not count; empty where none is. */
    default List<Optional<Tensor>> outputMasks() {
        return outputs().stream().map(output -> Optional.<Tensor>empty()).toList();
    }

    /** The weights as they are now, in the layout of {@link io.github.keras4j.model.KerasModel#weights()}. */
    Weights weights();

    /**
     * Replaces the weights; the optimizer's state stays.
     *
     * @param weights in the layout of {@link #weights()}
     */
    void setWeights(Weights weights);

    /** The optimizer's state as it is now, in canonical form. */
    OptimizerState optimizerState();

    /** The model's answers by the weights as they are now, in inference mode; states move on as in Keras. */
    List<Tensor> predict(List<Tensor> x);

    /** Keras's {@code model.reset_states()}. */
    void resetStates();

    @Override
    default void close() {}
}
