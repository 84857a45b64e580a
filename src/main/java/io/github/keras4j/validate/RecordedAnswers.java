package io.github.keras4j.validate;

import io.github.keras4j.errors.InputException;
import io.github.keras4j.rows.RowStream;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Answers that Python wrote into files, a row for each row of the data. */
public final class RecordedAnswers implements PythonAnswers {
    private final String origin;
    private final List<RowStream> streams;
    private int asked;

    /**
     * Answers of files.
     *
     * @param streams one per output, in the model's order; the caller closes them
     */
    public RecordedAnswers(String origin, List<RowStream> streams) {
        this.origin = origin;
        this.streams = List.copyOf(streams);
    }

    @Override
    public String origin() {
        return origin;
    }

    @Override
    public void ask(List<Tensor> inputs) {
        asked = inputs.get(0).shape().size(0);
    }

    @Override
    public List<Tensor> answers() {
        List<Tensor> answers = new ArrayList<>();
        for (RowStream stream : streams) {
            Tensor answer = stream.next(asked);
            if (answer.shape().size(0) < asked) {
                throw new InputException("Python's answers end before the data. Received: "
                        + answer.shape().size(0) + " rows where " + asked + " were asked, from " + origin);
            }
            answers.add(answer);
        }
        return answers;
    }

    @Override
    public void close() {}
}
