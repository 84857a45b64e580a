package io.github.keras4j.engine;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.tensor.Tensor;
import java.util.List;

/**
 * Runs one model for one thread; keeps the states of stateful layers and the buffers. A call while another is
 * running is refused, and so is one after {@link #close()}.
 */
public interface Session extends AutoCloseable {
    /**
     * The model's answers, as Keras's {@code predict_on_batch}: all rows are one batch.
     *
     * @param inputs in the model's order, each {@code [batch, ...]}
     * @return outputs in the model's order, float32 (float64 for a float64 model)
     * @throws io.github.keras4j.errors.Keras4jException for a wrong number of inputs or a wrong shape
     */
    List<Tensor> predict(List<Tensor> inputs);

    /**
     * As {@link #predict(List)}, of a model with one input and one output.
     *
     * @throws io.github.keras4j.errors.Keras4jException also when it has several
     */
    default Tensor predict(Tensor input) {
        List<Tensor> outputs = predict(List.of(input));
        if (outputs.size() != 1) {
            throw new Keras4jException("The model has " + outputs.size() + " outputs; give its input as a list to get"
                    + " them all. Received: one tensor");
        }
        return outputs.get(0);
    }

    /** As {@link #predict(List)}, with every layer's outputs. */
    Trace trace(List<Tensor> inputs);

    /** Keras's {@code model.reset_states()}. */
    void resetStates();

    @Override
    default void close() {}
}
