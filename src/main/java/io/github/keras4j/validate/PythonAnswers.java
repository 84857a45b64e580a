package io.github.keras4j.validate;

import io.github.keras4j.tensor.Tensor;
import java.util.List;

/** Python's answers, row by row: recorded ones, or those of a Python that runs. */
public interface PythonAnswers extends AutoCloseable {
    /** Who gives them: {@code answers.npy}, {@code Keras 3.15.1}. */
    String origin();

    /**
     * Hands a batch over; the answers are worked on while Java computes its own.
     *
     * @param inputs in the model's order
     */
    void ask(List<Tensor> inputs);

    /**
     * The answers to the batch that was asked last.
     *
     * @return in the model's order, each {@code [batch, ...]}
     * @throws io.github.keras4j.errors.InputException when they end too soon or do not fit
     */
    List<Tensor> answers();

    @Override
    void close();
}
