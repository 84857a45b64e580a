package io.github.keras4j.cli;

import io.github.keras4j.Keras4jException;
import io.github.keras4j.KerasPort;
import io.github.keras4j.data.AnswerWriter;
import io.github.keras4j.data.JsonText;
import io.github.keras4j.data.LineReader;
import io.github.keras4j.data.Recipe;
import io.github.keras4j.data.RowReader;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.predict.Answers;
import io.github.keras4j.predict.Documents;
import io.github.keras4j.predict.LineAnswerer;
import io.github.keras4j.predict.LineStream;
import io.github.keras4j.predict.Rows;
import io.github.keras4j.tensor.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** One run of {@code predict}: from an input to its answers. */
record PredictRun(KerasPort port, int batchSize, boolean stateful, Optional<Recipe> recipe, AnswerWriter writer) {
    private static final int MOST_WORKERS = 16;
    private static final int LARGE_SAMPLE = 4096;

    /**
     * 256: there the kernels are at their best for small samples (two windows of lines cost as much as one call to
     * the next bigger batch). Large samples fill the caches sooner, and samples of open size are run by size, each
     * batch filled up with copies.
     */
    static int batchSize(KerasModel model, boolean texts) {
        long elements = 0;
        boolean open = false;
        for (var ref : model.network().inputs()) {
            if (model.network().node(ref).layer() instanceof Core.InputLayer layer) {
                Shape shape = layer.shape().slice(1, layer.shape().rank());
                open |= shape.sizes().length > 0 && contains(shape, Shape.UNKNOWN);
                elements += contains(shape, Shape.UNKNOWN) ? 0 : shape.elements();
            }
        }
        return open && !texts ? 16 : elements > LARGE_SAMPLE ? 32 : 256;
    }

    private static boolean contains(Shape shape, int size) {
        return java.util.Arrays.stream(shape.sizes()).anyMatch(one -> one == size);
    }

    Tally answer(PredictInput from, AnswerTarget to, AnswerTarget bad, ResumePoint point, Tally tally)
            throws IOException {
        int limit = PredictInput.limit();
        Optional<JsonNode> document;
        RowReader reader;
        try (Rows rows = new Rows(port, batchSize, stateful)) {
            reader = new RowReader(rows.inputs(), recipe);
            Answers whole;
            try {
                document = from.document(reader, limit);
                whole = document.isEmpty()
                        ? Answers.NONE
                        : new Answers(new Documents(rows, reader, writer).answer(document.get()) + "\n", 1, List.of());
            } catch (Keras4jException e) {
                String error = "{\"error\": " + JsonText.quoted(LineAnswerer.oneLine(e)) + "}";
                whole = new Answers(error + "\n", 1, List.of(new Answers.Failed(0, error)));
            }
            if (whole.count() > 0) {
                write(whole, tally, to, bad);
                to.commit();
                bad.commit();
                return tally;
            }
        }
        RowReader read = reader;
        try (LineStream lines =
                new LineStream(workers(), () -> new LineAnswerer(new Rows(port, batchSize, stateful), read, writer))) {
            lines.run(
                    new LineReader(from.lines(), lines.window(), limit),
                    point.skip(),
                    stateful,
                    more -> write(more, tally, to, bad));
        }
        to.commit();
        bad.commit();
        return tally;
    }

    /** Of a resumed output the first answer is the one that stands there last, and was counted with it. */
    private static void write(Answers more, Tally tally, AnswerTarget to, AnswerTarget bad) throws IOException {
        to.write(more.text());
        for (Answers.Failed error : more.errors()) {
            bad.write(error.text() + "\n");
        }
        tally.add(more);
    }

    /** A state goes from line to line on one thread; DL4J's natives have threads of their own. */
    private int workers() {
        boolean one = stateful || !port.engine().equals("purejava");
        return one ? 1 : Math.min(MOST_WORKERS, Runtime.getRuntime().availableProcessors());
    }
}
