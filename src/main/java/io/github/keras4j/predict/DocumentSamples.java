package io.github.keras4j.predict;

import io.github.keras4j.data.InputSpec;
import io.github.keras4j.data.Json;
import io.github.keras4j.data.JsonTensors;
import io.github.keras4j.data.Row;
import io.github.keras4j.data.RowReader;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.predict.Outline.Column;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/**
 * A document's samples, one after the other. If there are several inputs, each has its own parser, and they read side
 * by side.
 */
final class DocumentSamples implements AutoCloseable {
    private final Outline outline;
    private final RowReader reader;
    /** In the order of the model's inputs. */
    private final List<Column> columns = new ArrayList<>();

    private final List<JsonParser> parsers = new ArrayList<>();
    private final long count;
    private long next;

    /**
     * @param mostElements how many numbers a tensor's sample may have
     * @throws Keras4jException when the columns are not the model's inputs
     */
    DocumentSamples(Outline outline, DocumentSource source, RowReader reader, long mostElements) throws IOException {
        this.outline = outline;
        this.reader = reader;
        order();
        this.count = outline.samples();
        check(mostElements);
        for (Column column : columns) {
            JsonParser parser = Json.tokens(source.open(column.offset()));
            parsers.add(parser);
            parser.nextToken(); // the bracket
        }
    }

    /** How many there are in all. */
    long count() {
        return count;
    }

    /**
     * The next samples, at most this many; none at the end.
     *
     * @throws Keras4jException naming the first bad one
     */
    List<Row> next(int most) {
        List<Row> rows = new ArrayList<>();
        while (rows.size() < most && next < count) {
            try {
                rows.add(row());
            } catch (JacksonException e) {
                throw new InputException(
                        "instance " + next + ": " + Json.failure(e).getMessage(), e);
            } catch (Keras4jException e) {
                throw new InputException("instance " + next + ": " + e.getMessage(), e);
            }
            next++;
        }
        return rows;
    }

    @Override
    public void close() {
        parsers.forEach(JsonParser::close);
    }

    private Row row() {
        if (outline.form() == Outline.Form.ROWS) {
            parsers.get(0).nextToken();
            return reader.read(parsers.get(0));
        }
        List<Tensor> inputs = new ArrayList<>();
        Optional<String> text = Optional.empty();
        for (int input = 0; input < columns.size(); input++) {
            JsonParser parser = parsers.get(input);
            InputSpec spec = reader.inputs().get(input);
            if (outline.form() == Outline.Form.KSERVE) {
                inputs.add(reader.checked(numbers(parser, columns.get(input)), spec));
            } else {
                parser.nextToken();
                text = text.or(() -> reader.text(parser));
                inputs.add(reader.value(parser, spec));
            }
        }
        return new Row(inputs, text);
    }

    /** The next sample of a tensor, whose numbers have been counted and looked at. */
    private static Tensor numbers(JsonParser parser, Column column) {
        Shape shape = Shape.of(
                column.shape().stream().skip(1).mapToInt(Integer::intValue).toArray());
        if (column.datatype().equals("BYTES")) {
            List<String> strings = new ArrayList<>();
            while (strings.size() < shape.elements()) {
                if (!parser.nextToken().isStructStart()
                        && !parser.currentToken().isStructEnd()) {
                    strings.add(JsonTensors.string(parser));
                }
            }
            return JsonTensors.strings(shape, strings);
        }
        double[] values = new double[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            while (parser.nextToken().isStructStart() || parser.currentToken().isStructEnd()) {
                // flat or nested, the numbers come in the same order
            }
            values[i] = JsonTensors.scalar(parser);
        }
        Tensor tensor = Tensor.wrap(shape, values);
        boolean whole = column.datatype().contains("INT");
        return whole ? JsonTensors.as(DType.INT64, tensor) : tensor;
    }

    private void order() {
        if (outline.form() == Outline.Form.ROWS) {
            columns.addAll(outline.columns());
            return;
        }
        List<String> given = outline.columns().stream().map(Column::name).toList();
        boolean bare = given.equals(List.of("")) && reader.inputs().size() == 1;
        for (InputSpec input : reader.inputs()) {
            columns.add(outline.columns().stream()
                    .filter(column -> bare || column.name().equals(input.name()))
                    .findFirst()
                    .orElseThrow(() -> wrongInputs(given)));
        }
        if (given.size() != columns.size()) {
            throw wrongInputs(given);
        }
    }

    private Keras4jException wrongInputs(List<String> given) {
        return new InputException("the model takes the inputs " + reader.names() + ", each once. Received: "
                + (given.equals(List.of("")) ? "one list without a name" : given));
    }

    private void check(long mostElements) {
        for (Column column : columns) {
            boolean tensor = outline.form() == Outline.Form.KSERVE;
            long its = tensor ? column.shape().get(0) : column.count();
            if (its != count) {
                throw new InputException("all inputs must have the same number of samples. Received: " + its + " for '"
                        + column.name() + "' and " + count + " for '"
                        + outline.columns().get(0).name() + "'");
            }
            if (tensor && count == 0) {
                throw new InputException("input '" + column.name() + "': a tensor has at least one sample. Received: "
                        + "shape " + column.shape());
            }
            if (tensor && column.count() / count > mostElements) {
                throw new InputException("a sample of input '" + column.name() + "' has more than " + mostElements
                        + " numbers, which is what fits; a larger heap (java -Xmx) takes larger ones");
            }
        }
    }
}
