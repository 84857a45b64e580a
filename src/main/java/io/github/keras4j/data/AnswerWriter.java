package io.github.keras4j.data;

import io.github.keras4j.Keras4jException;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One sample's answer as JSON (or as the tutorial prints it).
 *
 * @param outputNames of the model, in its order
 * @param recipe how the answer to a text is read
 * @param topK how many letters to list; empty: only the best, without a list
 * @param raw whether the answer to a text has the scores as well
 * @param tutorial whether the answer to a text is {@code ['A', 'B', 'C'] -> D}
 */
public record AnswerWriter(
        List<String> outputNames, Optional<Recipe> recipe, Optional<Integer> topK, boolean raw, boolean tutorial) {
    public AnswerWriter {
        outputNames = List.copyOf(outputNames);
    }

    /**
     * @param outputs in the model's order, without the batch axis
     * @return one line without an end of line
     * @throws Keras4jException when the recipe does not fit the output
     */
    public String write(Row row, List<Tensor> outputs) {
        StringBuilder text = new StringBuilder();
        if (row.text().isPresent() && recipe.isPresent()) {
            decoded(text, recipe.get(), row.text().get(), outputs.get(0));
        } else if (outputs.size() == 1) {
            JsonText.appendNested(text, outputs.get(0));
        } else {
            for (int i = 0; i < outputs.size(); i++) {
                text.append(i == 0 ? "{" : ", ")
                        .append(JsonText.quoted(outputNames.get(i)))
                        .append(": ");
                JsonText.appendNested(text, outputs.get(i));
            }
            text.append('}');
        }
        return text.toString();
    }

    private void decoded(StringBuilder text, Recipe how, String asked, Tensor output) {
        // a model that keeps an axis of size 1 before the letters still answers with one letter
        Tensor scores = output.reshape(Shape.of(output.size()));
        List<Recipe.Scored> best = how.decode(scores, topK.orElse(1));
        if (tutorial) {
            text.append(Recipe.letters(asked).stream()
                            .map(letter -> "'" + letter.replace("\\", "\\\\").replace("'", "\\'") + "'")
                            .collect(Collectors.joining(", ", "[", "]")))
                    .append(" -> ")
                    .append(best.get(0).text());
            return;
        }
        text.append('{');
        scored(text, best.get(0));
        if (topK.isPresent()) {
            text.append(", \"top\": [");
            for (int i = 0; i < best.size(); i++) {
                text.append(i == 0 ? "{" : ", {");
                scored(text, best.get(i));
                text.append('}');
            }
            text.append(']');
        }
        if (raw) {
            text.append(", \"raw\": ");
            JsonText.appendNested(text, output);
        }
        text.append('}');
    }

    private static void scored(StringBuilder text, Recipe.Scored scored) {
        text.append("\"text\": ")
                .append(JsonText.quoted(scored.text()))
                .append(", \"score\": ")
                .append(JsonText.number(scored.score()));
    }
}
