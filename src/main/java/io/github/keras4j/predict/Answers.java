package io.github.keras4j.predict;

import java.io.IOException;
import java.util.List;

/**
 * Answers, in order.
 *
 * @param text of answers to lines each with its end of line; of a document's answer a part
 * @param count how many
 * @param errors those that are errors
 */
public record Answers(String text, int count, List<Failed> errors) {
    /**
     * The answer to a bad line or document.
     *
     * @param index among the answers, from 0
     * @param text without its end of line
     */
    public record Failed(int index, String text) {}

    /** Takes answers, in order. */
    public interface Sink {
        /** @throws IOException when they can't be written; the work then ends */
        void accept(Answers answers) throws IOException;
    }

    /** The errors are copied. */
    public Answers {
        errors = List.copyOf(errors);
    }

    /** These without the first ones. */
    Answers without(int first) {
        if (first == 0) {
            return this;
        }
        int at = 0;
        for (int i = 0; i < first; i++) {
            at = text.indexOf('\n', at) + 1;
        }
        return new Answers(
                text.substring(at),
                count - first,
                errors.stream()
                        .filter(one -> one.index() >= first)
                        .map(one -> new Failed(one.index() - first, one.text()))
                        .toList());
    }
}
