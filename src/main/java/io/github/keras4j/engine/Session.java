package io.github.keras4j.engine;

import io.github.keras4j.errors.InputException;
import io.github.keras4j.tensor.Shape;
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
     * @throws InputException for a wrong number of inputs or a wrong shape
     */
    List<Tensor> predict(List<Tensor> inputs);

    /**
     * As {@link #predict(List)}, of a model with one input and one output.
     *
     * @throws InputException also when it has several
     */
    default Tensor predict(Tensor input) {
        List<Tensor> outputs = predict(List.of(input));
        if (outputs.size() != 1) {
            throw new InputException("The model has " + outputs.size() + " outputs; give its input as a list to get"
                    + " them all. Received: one tensor");
        }
        return outputs.get(0);
    }

    /**
     * The fast entry: on {@code purejava} it allocates nothing once these lengths were seen in the call before.
     *
     * <pre>{@code
     * float[] sample = new float[28 * 28], scores = new float[10];
     * session.predict(sample, scores);
     * }</pre>
     *
     * @param input flat, row-major; any number of samples, all of the shape that the model fixes or that
     *     {@link #bind} was given
     * @param output filled, flat and row-major; at least as long as the answer
     * @throws InputException for lengths that don't fit, for a model with several inputs or outputs, and for one that
     *     takes strings
     */
    void predict(float[] input, float[] output);

    /**
     * As {@link #predict(float[], float[])}, of a model with several inputs or outputs.
     *
     * @param inputs in the model's order
     * @param outputs filled, in the model's order
     * @throws InputException for lengths that don't fit, and for a model that takes strings
     */
    void predict(float[][] inputs, float[][] outputs);

    /**
     * Prepares for flat inputs of these shapes, where the model leaves more open than the number of samples, and says
     * what the answers' shapes will be.
     *
     * @param inputs in the model's order, each {@code [batch, ...]}
     * @throws InputException for shapes that the model does not take, and for a model that takes strings
     */
    List<Shape> bind(List<Shape> inputs);

    /** As {@link #predict(List)}, with every layer's outputs. */
    Trace trace(List<Tensor> inputs);

    /** Keras's {@code model.reset_states()}. */
    void resetStates();

    @Override
    default void close() {}
}
