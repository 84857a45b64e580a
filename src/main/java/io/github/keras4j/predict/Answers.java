package io.github.keras4j.predict;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers to some lines, in order.
 *
 * @param text each with its end of line
 * @param count how many
 * @param errors those that are errors
 */
public record Answers(String text, int count, List<Failed> errors) {
    /** Nothing. */
    public static final Answers NONE = new Answers("", 0, List.of());

    /**
     * The answer to a bad line.
     *
     * @param index among the answers, from 0
     * @param text without its end of line
     */
    public record Failed(int index, String text) {}

    public Answers {
        errors = List.copyOf(errors);
    }

    static Answers of(@Nullable String[] answered, boolean[] bad) {
        StringBuilder text = new StringBuilder(answered.length * 40);
        List<Failed> errors = new ArrayList<>();
        int count = 0;
        for (int line = 0; line < answered.length; line++) {
            String answer = answered[line];
            if (answer == null) {
                continue; // a blank line, or an order
            }
            text.append(answer).append('\n');
            if (bad[line]) {
                errors.add(new Failed(count, answer));
            }
            count++;
        }
        return new Answers(text.toString(), count, errors);
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
