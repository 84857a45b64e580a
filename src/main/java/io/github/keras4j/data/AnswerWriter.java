package io.github.keras4j.data;

import io.github.keras4j.Keras4jException;
import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes one sample's answer as JSON (or as the tutorial prints it). Immutable. */
public final class AnswerWriter {
    private final List<String> outputNames;
    private final List<String> quotedNames;
    private final Optional<Recipe> recipe;
    private final List<String> quotedLetters;
    private final Optional<Integer> topK;
    private final boolean raw;
    private final boolean tutorial;

    /**
     * @param outputNames of the model, in its order
     * @param recipe how the answer to a text is read
     * @param topK how many letters to list; empty: only the best, without a list
     * @param raw whether the answer to a text has the scores as well
     * @param tutorial whether the answer to a text is {@code ['A', 'B', 'C'] -> D}
     */
    public AnswerWriter(
            List<String> outputNames, Optional<Recipe> recipe, Optional<Integer> topK, boolean raw, boolean tutorial) {
        this.outputNames = List.copyOf(outputNames);
        this.quotedNames = outputNames.stream().map(JsonText::quoted).toList();
        this.recipe = recipe;
        this.quotedLetters = recipe.map(Recipe::vocabulary).orElse(List.of()).stream()
                .map(JsonText::quoted)
                .toList();
        this.topK = topK;
        this.raw = raw;
        this.tutorial = tutorial;
    }

    /** Of the model, in its order. */
    public List<String> outputNames() {
        return outputNames;
    }

    /**
     * Puts the answer, without an end of line, onto the end of a text.
     *
     * @param outputs in the model's order, without the batch axis
     * @throws Keras4jException when the recipe does not fit the output
     */
    public void append(StringBuilder text, Row row, List<Tensor> outputs) {
        if (row.text().isPresent() && recipe.isPresent()) {
            decoded(text, recipe.get(), row.text().get(), outputs.get(0));
        } else if (outputs.size() == 1) {
            JsonText.appendNested(text, outputs.get(0));
        } else {
            for (int i = 0; i < outputs.size(); i++) {
                text.append(i == 0 ? "{" : ", ").append(quotedNames.get(i)).append(": ");
                JsonText.appendNested(text, outputs.get(i));
            }
            text.append('}');
        }
    }

    private void decoded(StringBuilder text, Recipe how, String asked, Tensor output) {
        int[] best = how.best(output, topK.orElse(1));
        if (tutorial) {
            text.append(Recipe.letters(asked).stream()
                            .map(letter -> "'" + letter.replace("\\", "\\\\").replace("'", "\\'") + "'")
                            .collect(Collectors.joining(", ", "[", "]")))
                    .append(" -> ")
                    .append(how.vocabulary().get(best[0]));
            return;
        }
        text.append('{');
        scored(text, best[0], output);
        if (topK.isPresent()) {
            text.append(", \"top\": [");
            for (int i = 0; i < best.length; i++) {
                text.append(i == 0 ? "{" : ", {");
                scored(text, best[i], output);
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

    private void scored(StringBuilder text, int place, Tensor scores) {
        text.append("\"text\": ").append(quotedLetters.get(place)).append(", \"score\": ");
        JsonText.appendNumber(text, scores, place);
    }
}
