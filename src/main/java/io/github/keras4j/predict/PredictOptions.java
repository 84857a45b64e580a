package io.github.keras4j.predict;

import io.github.keras4j.data.Recipe;
import java.util.Optional;

/**
 * How JSON is answered.
 *
 * @param recipe how texts are encoded, and their answers read
 * @param batchSize samples per batch; empty: as the model's sizes suggest
 * @param stateful whether a stateful model keeps its states from sample to sample
 * @param topK how many letters of a text's answer to list; empty: only the best, without a list
 * @param raw whether the answer to a text has the scores as well
 * @param tutorial whether the answer to a text is {@code ['A', 'B', 'C'] -> D}
 */
public record PredictOptions(
        Optional<Recipe> recipe,
        Optional<Integer> batchSize,
        boolean stateful,
        Optional<Integer> topK,
        boolean raw,
        boolean tutorial) {
    /** No texts, JSON answers. */
    public static final PredictOptions DEFAULT =
            new PredictOptions(Optional.empty(), Optional.empty(), false, Optional.empty(), false, false);

    /**
     * {@return the same with texts encoded and answers decoded}
     *
     * @param how the recipe
     */
    public PredictOptions withRecipe(Recipe how) {
        return new PredictOptions(Optional.of(how), batchSize, stateful, topK, raw, tutorial);
    }
}
