package io.github.keras4j.predict;

import io.github.keras4j.KerasPort;
import io.github.keras4j.data.AnswerWriter;
import io.github.keras4j.data.JsonText;
import io.github.keras4j.data.LineBlock;
import io.github.keras4j.data.LineReader;
import io.github.keras4j.data.Row;
import io.github.keras4j.data.RowReader;
import io.github.keras4j.errors.Keras4jException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Answers JSON with a model: TF Serving and KServe documents whole or not at all, JSON Lines line by line. Input and
 * output may be of any size; memory is bounded. Immutable; any number of threads may use it at once.
 *
 * <pre>{@code
 * try (KerasPort model = Keras4j.load(Path.of("model.h5")); InputStream in = ...; Writer out = ...) {
 *     new JsonPredictor(model, PredictOptions.DEFAULT).answer(in, answers -> out.write(answers.text()));
 * }
 * }</pre>
 */
public final class JsonPredictor {
    private static final int MOST_WORKERS = 16;

    private final KerasPort port;
    private final PredictOptions options;
    private final int batchSize;
    private final RowReader reader;
    private final AnswerWriter writer;

    /**
     * @param port closed by the caller, after the last call
     * @throws Keras4jException if the options keep states from sample to sample and the model has none
     */
    public JsonPredictor(KerasPort port, PredictOptions options) {
        if (options.stateful() && !port.model().network().isStateful()) {
            throw new Keras4jException(
                    "--stateful keeps a stateful model's states from line to line, and no layer of model '"
                            + port.model().name()
                            + "' is stateful: each line would be answered by itself. Leave it out, or"
                            + " give a model saved with stateful=True");
        }
        this.port = port;
        this.options = options;
        this.batchSize = options.batchSize()
                .orElseGet(() ->
                        BatchSizes.suggested(port.model(), options.recipe().isPresent()));
        this.reader = new RowReader(Rows.inputs(port.model()), options.recipe());
        this.writer = new AnswerWriter(
                port.model().network().outputKeys(),
                options.recipe(),
                options.topK(),
                options.raw(),
                options.tutorial());
    }

    /**
     * Answers a document or JSON Lines.
     *
     * @param in plain or gzip, read to its end and not closed
     * @param sink gets the answers in order; an answer to something bad is {@code {"line": 17, "error": "..."}}, or
     *     for a document {@code {"error": "..."}}
     * @throws IOException when the input can't be read, or the sink threw it
     */
    public void answer(InputStream in, Answers.Sink sink) throws IOException {
        JsonInput input = JsonInput.of(in);
        Optional<Document> document = document(input);
        if (document.isPresent()) {
            answer(document.get(), done -> {}, sink);
        } else {
            lines(input, 0, sink);
        }
    }

    /** The document, if the whole input is one; otherwise call {@link #lines}. */
    public Optional<Document> document(JsonInput input) throws IOException {
        return input.document(reader.inputs());
    }

    /**
     * Answers all lines.
     *
     * @param skip how many of the first answers the sink does not get
     */
    public void lines(JsonInput input, long skip, Answers.Sink sink) throws IOException {
        long left = skip;
        try (InOrder<LineAnswerer, Answers> work = new InOrder<>(
                workers(), () -> new LineAnswerer(rows(), reader, writer), LineAnswerer::close, sink::accept)) {
            LineReader lines = new LineReader(input.lines(), work.one().window(), JsonInput.mostBytes());
            for (LineBlock block = lines.next(); block.size() > 0; block = lines.next()) {
                int its = left > 0 ? block.answers() : 0;
                int drop = (int) Math.min(left, its);
                left -= drop;
                if (drop > 0 && drop == its && !options.stateful()) {
                    continue; // those with states are answered again, for the states that they leave
                }
                LineBlock one = block;
                work.give(answerer -> answerer.answer(one).without(drop));
            }
            work.finish();
        }
    }

    /**
     * Answers a document: one line, whole or an error.
     *
     * @param progress hears how many samples are done
     */
    public void answer(Document document, LongConsumer progress, Answers.Sink sink) throws IOException {
        DocumentAnswer made;
        try {
            made = make(document, progress);
        } catch (Keras4jException e) {
            String error = "{\"error\": " + JsonText.quoted(LineAnswerer.oneLine(e)) + "}";
            sink.accept(new Answers(error + "\n", 1, List.of(new Answers.Failed(0, error))));
            return;
        }
        try (DocumentAnswer answer = made) {
            answer.copyTo(sink);
        }
    }

    private DocumentAnswer make(Document document, LongConsumer progress) throws IOException {
        Outline outline = document.outline();
        AnswerForm form = switch (outline.form()) {
            case ROWS -> new AnswerForm.Rows(writer);
            case COLUMNS -> new AnswerForm.Columns(writer);
            case KSERVE -> AnswerForm.Kserve.of(writer, port.model().name(), outline);
        };
        DocumentAnswer answer = new DocumentAnswer(form);
        boolean whole = false;
        try (DocumentSamples samples =
                        new DocumentSamples(outline, document.source(), reader, JsonInput.mostBytes() / 2);
                InOrder<Rows, DocumentAnswer.Piece> work = new InOrder<>(workers(), this::rows, Rows::close, piece -> {
                    answer.append(piece);
                    progress.accept(piece.samples());
                })) {
            give(samples, form, work);
            work.finish();
            whole = true;
            return answer;
        } finally {
            if (!whole) {
                answer.close();
            }
        }
    }

    private static void give(DocumentSamples samples, AnswerForm form, InOrder<Rows, DocumentAnswer.Piece> work)
            throws IOException {
        long given = 0;
        while (given < samples.count()) {
            List<Row> batch;
            try {
                batch = samples.next(work.one().batchSize());
            } catch (Keras4jException e) {
                work.finish(); // an earlier sample may be bad as well
                throw e;
            }
            long first = given;
            work.give(rows -> DocumentAnswer.piece(form, rows, batch, first));
            given += batch.size();
        }
    }

    private Rows rows() {
        return new Rows(port, batchSize, options.stateful());
    }

    /** A state goes from line to line on one thread; DL4J's natives have threads of their own. */
    private int workers() {
        boolean one = options.stateful() || !port.engine().equals("purejava");
        return one ? 1 : Math.min(MOST_WORKERS, Runtime.getRuntime().availableProcessors());
    }
}
