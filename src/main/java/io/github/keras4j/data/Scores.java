package io.github.keras4j.data;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.tensor.Tensor;
import java.util.Comparator;
import java.util.stream.IntStream;

/** What a model answered to a batch of texts: one score per letter of a recipe's vocabulary, text after text. */
public final class Scores {
    private final Tensor all;
    private final float[] floats;
    private final int letters;

    /**
     * @param output axes of size 1 may stand around the scores
     * @param texts how many it is the answer to
     * @throws Keras4jException when there are not as many scores as letters
     */
    public Scores(Recipe recipe, Tensor output, int texts) {
        all = output;
        floats = output.toFloats();
        letters = recipe.vocabulary().size();
        if (floats.length != letters * texts) {
            throw new Keras4jException("the recipe reads one score per letter of its vocabulary (" + letters
                    + "). Received: an output of shape " + output.shape());
        }
    }

    /** The place of the best letter; of equal scores the earlier one, as {@code numpy.argmax} does; NaN after all. */
    int best(int text) {
        int from = text * letters;
        int best = 0;
        float top = floats[from];
        for (int i = 1; i < letters; i++) {
            float score = floats[from + i];
            if (!(score <= top) && !Float.isNaN(score)) { // greater, or the first that is a number
                best = i;
                top = score;
            }
        }
        return best;
    }

    /** The places of the best letters, best first, as {@link #best(int)} finds the first of them. */
    int[] best(int text, int count) {
        int from = text * letters;
        return IntStream.range(0, letters)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> 0.0 - floats[from + i]))
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    float score(int text, int place) {
        return floats[text * letters + place];
    }

    void appendScore(StringBuilder target, int text, int place) {
        JsonText.appendNumber(target, all, text * letters + place);
    }
}
