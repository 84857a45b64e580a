package io.github.keras4j.predict;

import io.github.keras4j.data.Row;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.tensor.Tensor;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A document's answer while it grows. Nothing is written before all of it is known. */
final class DocumentAnswer implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final AnswerForm form;
    private final List<Spill> lists = new ArrayList<>();
    private List<Tensor> first = List.of();
    private long samples;

    DocumentAnswer(AnswerForm form) {
        this.form = form;
        for (int list = 0; list < form.lists(); list++) {
            lists.add(new Spill());
        }
    }

    /**
     * The answers of one batch.
     *
     * @param lists their text, for each of the form's lists
     * @param first the outputs of the first of them
     */
    record Piece(List<String> lists, List<Tensor> first, int samples) {}

    /**
     * Makes a piece, on a worker's thread.
     *
     * @param number of the first sample in the document, from 0
     * @throws Keras4jException naming the first sample that the engine refuses
     */
    static Piece piece(AnswerForm form, Rows rows, List<Row> batch, long number) {
        List<Rows.Placed> placed = new ArrayList<>();
        for (int place = 0; place < batch.size(); place++) {
            placed.add(new Rows.Placed(place, batch.get(place)));
        }
        List<Rows.Outcome> outcomes = rows.answer(placed, batch.size());
        List<StringBuilder> lists =
                Stream.generate(StringBuilder::new).limit(form.lists()).toList();
        for (int i = 0; i < outcomes.size(); i++) {
            try {
                form.append(lists, batch.get(i), outcomes.get(i).outputs());
            } catch (Keras4jException e) {
                throw new InputException("instance " + (number + i) + ": " + e.getMessage(), e);
            }
        }
        return new Piece(
                lists.stream().map(StringBuilder::toString).toList(),
                outcomes.get(0).outputs(),
                batch.size());
    }

    void append(Piece piece) throws IOException {
        for (int list = 0; list < lists.size(); list++) {
            if (samples > 0) {
                lists.get(list).append(", ");
            }
            lists.get(list).append(piece.lists().get(list));
        }
        first = samples == 0 ? piece.first() : first;
        samples += piece.samples();
    }

    /** All of it, as one line. */
    void copyTo(Answers.Sink sink) throws IOException {
        for (int list = 0; list < lists.size(); list++) {
            sink.accept(part(form.before(list, samples, first)));
            try (Reader text = lists.get(list).read()) {
                char[] buffer = new char[BUFFER];
                for (int count = text.read(buffer); count >= 0; count = text.read(buffer)) {
                    sink.accept(part(new String(buffer, 0, count)));
                }
            }
        }
        sink.accept(new Answers(form.after() + "\n", 1, List.of()));
    }

    private static Answers part(String text) {
        return new Answers(text, 0, List.of());
    }

    @Override
    public void close() throws IOException {
        for (Spill list : lists) {
            list.close();
        }
    }
}
