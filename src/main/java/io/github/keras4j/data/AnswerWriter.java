package io.github.keras4j.data;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes one sample's answer as JSON (or as the tutorial prints it). Immutable. */
public final class AnswerWriter {
    private final List<String> outputNames;
    private final List<String> quotedNames;
    private final Optional<Recipe> recipe;
    /** Of each letter what stands before its score. */
    private final String[] scoredLetters;

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
        this.scoredLetters = recipe.map(Recipe::vocabulary).orElse(List.of()).stream()
                .map(letter -> "{\"text\": " + JsonText.quoted(letter) + ", \"score\": ")
                .toArray(String[]::new);
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

    /** Whether an answer to a text has nothing in it but letters and their scores. */
    public boolean needsOnlyScores() {
        return recipe.isPresent() && !raw && !tutorial;
    }

    /**
     * The scores of a batch of texts, for {@link #append(StringBuilder, Scores, int)}.
     *
     * @param outputs in the model's order, with the batch axis
     * @throws Keras4jException when the recipe does not fit the output
     */
    public Scores scores(List<Tensor> outputs, int texts) {
        return new Scores(recipe.orElseThrow(), outputs.get(0), texts);
    }

    /** Puts the answer to one text of several onto the end of {@code target}. */
    public void append(StringBuilder target, Scores scores, int text) {
        best(target, scores, text);
        target.append('}');
    }

    private void decoded(StringBuilder text, Recipe how, String asked, Tensor output) {
        Scores scores = new Scores(how, output, 1);
        if (tutorial) {
            text.append(Recipe.letters(asked).stream()
                            .map(letter -> "'" + letter.replace("\\", "\\\\").replace("'", "\\'") + "'")
                            .collect(Collectors.joining(", ", "[", "]")))
                    .append(" -> ")
                    .append(how.vocabulary().get(scores.best(0)));
            return;
        }
        best(text, scores, 0);
        if (raw) {
            text.append(", \"raw\": ");
            JsonText.appendNested(text, output);
        }
        text.append('}');
    }

    /** All but the last brace. */
    private void best(StringBuilder target, Scores scores, int text) {
        scored(target, scores, text, scores.best(text));
        if (topK.isPresent()) {
            target.append(", \"top\": [");
            int[] places = scores.best(text, topK.get());
            for (int i = 0; i < places.length; i++) {
                target.append(i == 0 ? "" : ", ");
                scored(target, scores, text, places[i]);
                target.append('}');
            }
            target.append(']');
        }
    }

    private void scored(StringBuilder target, Scores scores, int text, int place) {
        target.append(scoredLetters[place]);
        scores.appendScore(target, text, place);
    }
}
