package io.github.keras4j.data;

import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples that are texts, as a recipe makes numbers of them.
 *
 * @param recipe for inputs and targets
 */
public record RecipeSamples(Recipe recipe) {
    /**
     * Texts as inputs {@code [samples, steps, features]}; numbers stay as they are.
     *
     * @throws InputException for a text that the recipe does not take; it names the row
     */
    public Tensor inputs(Tensor texts) {
        if (texts.dtype() != DType.STRING) {
            return texts;
        }
        List<Tensor> encoded = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            try {
                encoded.add(
                        recipe.encode(texts.getString(i)).reshape(recipe.shape().prepend(1)));
            } catch (Keras4jException e) {
                throw new InputException(e.getMessage() + " (row " + i + " of x)", e);
            }
        }
        return Tensor.concatenate(encoded);
    }

    /**
     * Letters as targets: their places in the vocabulary; numbers stay as they are.
     *
     * @param sparse whether the loss takes places, not rows of zeros and a one
     * @throws InputException for a letter outside the vocabulary; it names the row
     */
    public Tensor targets(Tensor letters, boolean sparse) {
        if (letters.dtype() != DType.STRING) {
            return letters;
        }
        int classes = recipe.vocabulary().size();
        float[] places = new float[letters.size()];
        float[] rows = new float[sparse ? 0 : letters.size() * classes];
        for (int i = 0; i < places.length; i++) {
            int place = recipe.vocabulary().indexOf(letters.getString(i));
            if (place < 0) {
                throw new InputException("A target is a letter of the recipe's vocabulary. Received: '"
                        + letters.getString(i) + "' in row " + i + " of y");
            }
            places[i] = place;
            if (!sparse) {
                rows[i * classes + place] = 1;
            }
        }
        return sparse
                ? Tensor.wrap(Shape.of(places.length), places)
                : Tensor.wrap(Shape.of(places.length, classes), rows);
    }
}
