package io.github.keras4j.data;

import io.github.keras4j.FixtureException;
import io.github.keras4j.Keras4jException;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * From a text to a tensor and back: letters become their places in the vocabulary, are laid out as {@code (steps,
 * features)} and divided; the answer is the vocabulary's letter of the greatest score.
 *
 * @param vocabulary its letters (Unicode code points) in order, each once
 * @param steps time steps of one text
 * @param features letters per step
 * @param divideBy every place is divided by it, in float64, and then rounded to float32, as numpy does
 * @param pad the side on which a shorter text gets zeros, as {@code pad_sequences} gives them; empty: a shorter text
 *     is an error
 */
public record Recipe(List<String> vocabulary, int steps, int features, double divideBy, Optional<Side> pad) {
    private static final List<String> KEYS = List.of("vocabulary", "steps", "features", "divide_by", "pad", "decode");

    /** Where the zeros go. */
    public enum Side {
        PRE,
        POST
    }

    /** A letter and its score. */
    public record Scored(String text, float score) {}

    public Recipe {
        vocabulary = List.copyOf(vocabulary);
    }

    /** @throws FixtureException for a missing file, an unknown key (it is named), a value of the wrong kind */
    public static Recipe read(Path file) {
        return of(Json.readObject(file, "recipe"), "The recipe " + file);
    }

    /** @param place what to call it in messages */
    public static Recipe of(JsonNode node, String place) {
        StrictObject object = new StrictObject(node, place, KEYS);
        List<String> letters = letters(object.text("vocabulary"));
        if (letters.isEmpty() || letters.stream().distinct().count() != letters.size()) {
            throw object.wrong("vocabulary", "a text in which each letter stands once", object.required("vocabulary"));
        }
        double divideBy = object.number("divide_by").orElse(1);
        if (divideBy == 0) {
            throw object.wrong("divide_by", "a number other than 0", object.required("divide_by"));
        }
        Optional<Side> pad = object.optionalText("pad").map(side -> switch (side) {
            case "pre" -> Side.PRE;
            case "post" -> Side.POST;
            default -> throw object.wrong("pad", "'pre' or 'post'", object.required("pad"));
        });
        if (!object.optionalText("decode").orElse("argmax").equals("argmax")) {
            throw object.wrong("decode", "'argmax'", object.required("decode"));
        }
        int features = object.has("features") ? object.count("features") : 1;
        return new Recipe(letters, object.count("steps"), features, divideBy, pad);
    }

    /** The shape of an encoded text: {@code (steps, features)}. */
    public Shape shape() {
        return Shape.of(steps, features);
    }

    /**
     * The text as the model's input.
     *
     * @return {@code (steps, features)} float32, without the batch axis
     * @throws Keras4jException for a letter outside the vocabulary (with its position, from 1) or a wrong length
     */
    public Tensor encode(String text) {
        List<String> letters = letters(text);
        int length = steps * features;
        if (letters.size() > length || letters.size() < length && pad.isEmpty()) {
            throw new Keras4jException("the text has " + letters.size() + " letters where the recipe takes "
                    + (pad.isEmpty() ? "" : "at most ") + length + ". Received: '" + text + "'");
        }
        Map<String, Integer> places = new HashMap<>();
        for (String letter : vocabulary) {
            places.put(letter, places.size());
        }
        float[] encoded = new float[length];
        int start = pad.orElse(Side.POST) == Side.PRE ? length - letters.size() : 0;
        for (int i = 0; i < letters.size(); i++) {
            Integer place = places.get(letters.get(i));
            if (place == null) {
                throw new Keras4jException("the letter '" + letters.get(i) + "' at position " + (i + 1)
                        + " is not in the vocabulary '" + String.join("", vocabulary) + "'. Received: '" + text + "'");
            }
            encoded[start + i] = (float) (place / divideBy);
        }
        return Tensor.wrap(Shape.of(steps, features), encoded);
    }

    /**
     * The best letters of one sample's scores, best first; of equal scores the earlier letter, as {@code
     * numpy.argmax} does.
     *
     * @param scores one per letter, {@code (letters,)}
     * @param count how many; at most all
     * @throws Keras4jException when there are not as many scores as letters
     */
    public List<Scored> decode(Tensor scores, int count) {
        if (scores.size() != vocabulary.size()) {
            throw new Keras4jException("the recipe reads one score per letter of its vocabulary (" + vocabulary.size()
                    + "). Received: an output of shape " + scores.shape());
        }
        if (count == 1) {
            int best = 0;
            for (int i = 1; i < scores.size(); i++) {
                // as the sort below: NaN after all numbers
                if (Double.compare(-scores.getDouble(i), -scores.getDouble(best)) < 0) {
                    best = i;
                }
            }
            return List.of(new Scored(vocabulary.get(best), scores.getFloat(best)));
        }
        return IntStream.range(0, scores.size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores.getDouble(i)))
                .limit(count)
                .map(i -> new Scored(vocabulary.get(i), scores.getFloat(i)))
                .toList();
    }

    /** The recipe for texts as they mostly come. */
    public Plain plain() {
        return new Plain(this);
    }

    /**
     * Encodes a quoted text straight from the bytes of a line, where it is plain: ASCII without escapes, of a length
     * and of letters that the recipe takes. Anything else is left to {@link Recipe#encode}.
     */
    public static final class Plain {
        /** What {@link #encode} gives for a line that it leaves alone. */
        public static final float[] NONE = {};

        private final float[] values = new float[128];
        private final int length;
        private final boolean pads;
        private final boolean pre;

        private Plain(Recipe recipe) {
            Arrays.fill(values, Float.NaN);
            for (int i = 0; i < recipe.vocabulary.size(); i++) {
                int letter = recipe.vocabulary.get(i).codePointAt(0);
                if (letter >= ' ' && letter < values.length && letter != '"' && letter != '\\') {
                    values[letter] = (float) (i / recipe.divideBy);
                }
            }
            length = recipe.steps * recipe.features;
            pads = recipe.pad.isPresent();
            pre = recipe.pad.orElse(Side.POST) == Side.PRE;
        }

        /** The elements of the encoded text; {@link #NONE} (no elements) for a line that is not plain. */
        public float[] encode(byte[] bytes, int from, int to) {
            int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
            int letters = end - from - 2;
            if (letters < 0 || bytes[from] != '"' || bytes[end - 1] != '"' || letters > length || length == 0) {
                return NONE;
            }
            if (letters < length && !pads) {
                return NONE;
            }
            float[] encoded = new float[length];
            int start = pre ? length - letters : 0;
            for (int i = 0; i < letters; i++) {
                byte letter = bytes[from + 1 + i];
                float value = letter < 0 ? Float.NaN : values[letter];
                if (Float.isNaN(value)) {
                    return NONE;
                }
                encoded[start + i] = value;
            }
            return encoded;
        }
    }

    /** The letters of a text: its Unicode code points, each as a text. */
    public static List<String> letters(String text) {
        return Arrays.stream(text.codePoints().toArray())
                .mapToObj(Character::toString)
                .toList();
    }
}
