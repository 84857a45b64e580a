package io.github.keras4j.spark;

import io.github.keras4j.data.InputSpec;
import io.github.keras4j.data.Recipe;
import io.github.keras4j.data.RowReader;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.predict.Rows;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** The rows of a partition with their answers, in order; a batch at a time is held. */
final class AnsweredRows implements Iterator<Row> {
    private final Iterator<Row> partition;
    private final FrameColumns columns;
    private final Rows rows;
    private final RowReader reader;
    private final Optional<Recipe> recipe;
    private final Queue<Row> ready = new ArrayDeque<>();

    AnsweredRows(Iterator<Row> partition, FrameColumns columns, Rows rows, RowReader reader, Optional<Recipe> recipe) {
        this.partition = partition;
        this.columns = columns;
        this.rows = rows;
        this.reader = reader;
        this.recipe = recipe;
    }

    @Override
    public boolean hasNext() {
        return !ready.isEmpty() || partition.hasNext();
    }

    @Override
    public Row next() {
        if (ready.isEmpty()) {
            if (!partition.hasNext()) {
                throw new NoSuchElementException();
            }
            answerBatch();
        }
        return ready.remove();
    }

    private void answerBatch() {
        List<Row> batch = new ArrayList<>();
        List<Rows.Placed> samples = new ArrayList<>();
        List<@Nullable String> errors = new ArrayList<>();
        while (batch.size() < rows.batchSize() && partition.hasNext()) {
            Row row = partition.next();
            try {
                samples.add(new Rows.Placed(batch.size(), sample(row)));
                errors.add(null);
            } catch (Keras4jException e) {
                errors.add(e.getMessage());
            }
            batch.add(row);
        }
        Iterator<Rows.Outcome> outcomes = rows.answer(samples, batch.size()).iterator();
        for (int place = 0; place < batch.size(); place++) {
            String error = errors.get(place);
            ready.add(error == null ? answered(batch.get(place), outcomes.next()) : failed(batch.get(place), error));
        }
    }

    private io.github.keras4j.data.Row sample(Row row) {
        List<Tensor> inputs = new ArrayList<>();
        for (int input = 0; input < columns.inputs().length; input++) {
            Object value = row.get(columns.inputs()[input]);
            InputSpec spec = reader.inputs().get(input);
            inputs.add(
                    value instanceof String text && spec.dtype() != DType.STRING
                            ? reader.encoded(text, spec)
                            : reader.checked(ColumnNumbers.read(value, spec.name()), spec));
        }
        return new io.github.keras4j.data.Row(inputs, Optional.empty());
    }

    private Row answered(Row row, Rows.Outcome outcome) {
        try {
            List<Tensor> outputs = outcome.outputs();
            if (!columns.texts()) {
                return with(row, outputs.stream().map(ColumnNumbers::write).toList(), null);
            }
            Tensor scores = outputs.get(0);
            Recipe.Scored best = recipe.orElseThrow().decode(scores, 1).get(0);
            return with(row, List.of(best.text(), best.score()), null);
        } catch (Keras4jException e) {
            return failed(row, String.valueOf(e.getMessage()));
        }
    }

    private Row failed(Row row, String error) {
        return with(row, List.of(), error);
    }

    /** @param answers none where there is an error */
    private Row with(Row row, List<?> answers, @Nullable String error) {
        @Nullable Object[] values = new @Nullable Object[columns.schema().size()];
        for (int i = 0; i < columns.given(); i++) {
            values[i] = row.get(i);
        }
        for (int i = 0; i < answers.size(); i++) {
            values[columns.given() + i] = answers.get(i);
        }
        values[values.length - 1] = error;
        return RowFactory.create(values);
    }
}
