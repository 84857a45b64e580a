package io.github.keras4j.predict;

import java.util.List;
import java.util.Optional;

/**
 * The outline of a document: its form, and where its numbers are. With it the numbers can be read as a stream, several
 * inputs side by side.
 *
 * @param columns one for each input; of {@code instances} a single one without a name
 * @param id KServe's, as JSON
 * @param outputs those that a KServe document asks for; empty: all
 */
record Outline(Form form, List<Column> columns, Optional<String> id, List<String> outputs) {
    /** How samples are laid out. */
    enum Form {
        /** TF Serving's {@code instances}: a list of samples. */
        ROWS,
        /** TF Serving's {@code inputs}: a list of samples for each input. */
        COLUMNS,
        /** KServe V2: a tensor for each input. */
        KSERVE
    }

    /**
     * A list in the document.
     *
     * @param name the input's; empty for the only one
     * @param offset of its first byte, the bracket
     * @param count of its elements; of a tensor's numbers
     * @param shape of a tensor, with the batch axis; empty otherwise
     * @param datatype of a tensor, KServe's name; empty otherwise
     */
    record Column(String name, long offset, long count, List<Integer> shape, String datatype) {}

    Outline {
        columns = List.copyOf(columns);
        outputs = List.copyOf(outputs);
    }

    /** How many samples each column has; they have been checked to agree. */
    long samples() {
        Column first = columns.get(0);
        return form == Form.KSERVE ? first.shape().get(0) : first.count();
    }
}
