package io.github.keras4j.predict;

import io.github.keras4j.Keras4jException;
import io.github.keras4j.data.AnswerWriter;
import io.github.keras4j.data.Json;
import io.github.keras4j.data.JsonText;
import io.github.keras4j.data.LineBlock;
import io.github.keras4j.data.Recipe;
import io.github.keras4j.data.Row;
import io.github.keras4j.data.RowReader;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers blocks of JSON Lines; one thread's. A line's place in the batch is its number modulo the batch size, and
 * places without a row are filled up with copies: so neither bad lines nor where a run started change an answer.
 */
public final class LineAnswerer implements AutoCloseable {
    private final Rows rows;
    private final RowReader reader;
    private final AnswerWriter writer;
    private final Optional<Recipe.Plain> plain;

    public LineAnswerer(Rows rows, RowReader reader, AnswerWriter writer) {
        this.rows = rows;
        this.reader = reader;
        this.writer = writer;
        this.plain = reader.plain();
    }

    /** How many line numbers share a batch. */
    public int window() {
        return rows.batchSize();
    }

    /** The answers of all lines of a block, in order. */
    public Answers answer(LineBlock block) {
        @Nullable String[] answered = new @Nullable String[block.size()];
        boolean[] bad = new boolean[block.size()];
        Map<List<Shape>, List<Placed>> byShape = new LinkedHashMap<>();
        for (int line = 0; line < block.size(); line++) {
            if (block.isBlank(line)) {
                continue; // as the end of the last line, and as people separate blocks
            }
            if (block.isReset(line)) {
                run(byShape, block, answered, bad);
                rows.resetStates();
                continue;
            }
            try {
                Row row = read(block, line);
                byShape.computeIfAbsent(shapes(row), shapes -> new ArrayList<>())
                        .add(new Placed(line, row));
                if (rows.batchSize() == 1) {
                    run(byShape, block, answered, bad);
                }
            } catch (Keras4jException e) {
                answered[line] = error(block.number(line), e);
                bad[line] = true;
            }
        }
        run(byShape, block, answered, bad);
        return Answers.of(answered, bad);
    }

    @Override
    public void close() {
        rows.close();
    }

    private record Placed(int line, Row row) {}

    private Row read(LineBlock block, int line) {
        if (plain.isPresent()) {
            float[] encoded = block.encodePlain(line, plain.get());
            if (encoded.length > 0) {
                Recipe recipe = reader.recipe().orElseThrow();
                return new Row(List.of(Tensor.wrap(recipe.shape(), encoded)), Optional.of(block.plainText(line)));
            }
        }
        String text = block.text(line);
        Row row = reader.read(Json.parse(text));
        if (!text.contains("Inf")
                && !text.contains("INF")
                && row.inputs().stream().anyMatch(LineAnswerer::hasInfinity)) {
            throw new Keras4jException("a number is too great for any float; an infinity is written Infinity");
        }
        return row;
    }

    private static boolean hasInfinity(Tensor tensor) {
        for (int i = 0; tensor.dtype().isFloating() && i < tensor.size(); i++) {
            if (Double.isInfinite(tensor.getDouble(i))) {
                return true;
            }
        }
        return false;
    }

    private void run(
            Map<List<Shape>, List<Placed>> byShape, LineBlock block, @Nullable String[] answered, boolean[] bad) {
        for (List<Placed> batch : byShape.values()) {
            try {
                write(block, batch, answered);
            } catch (Keras4jException e) {
                // one row makes the engine refuse its batch: each for itself, so that only the bad ones are lost
                for (Placed one : batch) {
                    try {
                        write(block, List.of(one), answered);
                    } catch (Keras4jException its) {
                        answered[one.line()] = error(block.number(one.line()), its);
                        bad[one.line()] = true;
                    }
                }
            }
        }
        byShape.clear();
    }

    private void write(LineBlock block, List<Placed> batch, @Nullable String[] answered) {
        List<Row> places = new ArrayList<>(
                Collections.nCopies(rows.batchSize(), batch.get(0).row()));
        for (Placed one : batch) {
            places.set(place(block, one), one.row());
        }
        List<Tensor> outputs = rows.run(places);
        for (Placed one : batch) {
            List<Tensor> its = new ArrayList<>(outputs.size());
            for (Tensor output : outputs) {
                its.add(Rows.row(output, place(block, one)));
            }
            answered[one.line()] = writer.write(one.row(), its);
        }
    }

    private int place(LineBlock block, Placed one) {
        return (int) ((block.number(one.line()) - 1) % rows.batchSize());
    }

    static List<Shape> shapes(Row row) {
        List<Tensor> inputs = row.inputs();
        return inputs.size() == 1
                ? List.of(inputs.get(0).shape())
                : inputs.stream().map(Tensor::shape).toList();
    }

    private static String error(long line, Keras4jException e) {
        return "{\"line\": " + line + ", \"error\": " + JsonText.quoted(oneLine(e)) + "}";
    }

    /** What went wrong, without ends of line. */
    public static String oneLine(Keras4jException e) {
        return String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
