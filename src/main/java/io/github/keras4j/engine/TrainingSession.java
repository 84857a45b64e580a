package io.github.keras4j.engine;

import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Tensor;
import java.util.List;

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
    double update(List<Tensor> x, List<Tensor> y);

    /** What {@link #metrics} gives, in order: {@code acc} and the like, as the file names them. */
    List<String> metricNames();

    /** The metrics of the last updated batch, before its update, each a mean over the batch. */
    List<Double> metrics();

    /** The weights as they are now, in the layout of {@link io.github.keras4j.model.KerasModel#weights()}. */
    Weights weights();

    /** The optimizer's state as it is now, in canonical form. */
    OptimizerState optimizerState();

    /** The model's answers by the weights as they are now, in inference mode; states move on as in Keras. */
    List<Tensor> predict(List<Tensor> x);

    /** Keras's {@code model.reset_states()}. */
    void resetStates();

    @Override
    default void close() {}
}
