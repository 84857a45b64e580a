package io.github.keras4j.data;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A recipe's letters with their numbers, ready for many texts. Immutable. */
public final class TextEncoder {
    private final Recipe recipe;
    private final Map<String, Float> values = new HashMap<>();
    /** By ASCII code; NaN for what is no plain letter. */
    private final float[] plain = new float[128];

    private final int length;

    /**
     * Encodes as the recipe says.
     *
     * @param recipe how a text becomes numbers
     */
    public TextEncoder(Recipe recipe) {
        this.recipe = recipe;
        this.length = recipe.steps() * recipe.features();
        Arrays.fill(plain, Float.NaN);
        for (int i = 0; i < recipe.vocabulary().size(); i++) {
            String letter = recipe.vocabulary().get(i);
            float value = (float) (i / recipe.divideBy());
            values.put(letter, value);
            int code = letter.codePointAt(0);
            if (code >= ' ' && code < plain.length && code != '"' && code != '\\') {
                plain[code] = value;
            }
        }
    }

    /**
     * The text as the model's input.
     *
     * @return {@code (steps, features)} float32, without the batch axis
     * @throws Keras4jException for a letter outside the vocabulary (with its position, from 1) or a wrong length
     */
    public Tensor encode(String text) {
        List<String> letters = Recipe.letters(text);
        if (!takes(letters.size())) {
            throw new Keras4jException("the text has " + letters.size() + " letters where the recipe takes "
                    + (recipe.pad().isEmpty() ? "" : "at most ") + length + ". Received: '" + Json.cut(text) + "'");
        }
        float[] encoded = new float[length];
        int start = start(letters.size());
        for (int i = 0; i < letters.size(); i++) {
            Float value = values.get(letters.get(i));
            if (value == null) {
                throw new Keras4jException("the letter '" + letters.get(i) + "' at position " + (i + 1)
                        + " is not in the vocabulary '" + Json.cut(String.join("", recipe.vocabulary()))
                        + "'. Received: '" + Json.cut(text) + "'");
            }
            encoded[start + i] = value;
        }
        return Tensor.wrap(recipe.shape(), encoded);
    }

    /**
     * Encodes a quoted text straight from the bytes of a line, where it is plain: ASCII without escapes, of a length
     * and of letters that the recipe takes. Anything else is left to {@link #encode}.
     *
     * @param target gets the elements, among zeros
     * @param at where the text's first element lies
     * @return whether it is plain
     */
    boolean encodePlain(byte[] bytes, int from, int to, float[] target, int at) {
        int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
        int letters = end - from - 2;
        if (letters < 0 || bytes[from] != '"' || bytes[end - 1] != '"' || !takes(letters)) {
            return false;
        }
        int start = at + start(letters);
        for (int i = 0; i < letters; i++) {
            byte letter = bytes[from + 1 + i];
            float value = letter < 0 ? Float.NaN : plain[letter];
            if (Float.isNaN(value)) {
                Arrays.fill(target, start, start + i, 0);
                return false;
            }
            target[start + i] = value;
        }
        return true;
    }

    private boolean takes(int letters) {
        return letters == length || letters < length && recipe.pad().isPresent();
    }

    private int start(int letters) {
        return recipe.pad().orElse(Recipe.Side.POST) == Recipe.Side.PRE ? length - letters : 0;
    }
}
