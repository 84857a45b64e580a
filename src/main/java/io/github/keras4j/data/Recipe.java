package io.github.keras4j.data;

import io.github.keras4j.errors.FixtureException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * From a text to a tensor and back. Letters become their indices in the vocabulary, laid out as {@code (steps,
 * features)} and divided by a number. The answer is the letter with the greatest score.
 *
 * @param vocabulary its letters (Unicode code points) in order, each once
 * @param steps time steps of one text
 * @param features letters per step
 * @param divideBy every index is divided by it in float64 and then rounded to float32, as numpy does
 * @param pad the side on which a shorter text gets zeros, as {@code pad_sequences} gives them; empty: a shorter text is
 *     an error
 */
public record Recipe(List<String> vocabulary, int steps, int features, double divideBy, Optional<Side> pad) {
    private static final List<String> KEYS = List.of("vocabulary", "steps", "features", "divide_by", "pad", "decode");

    /** Where the zeros go. */
    public enum Side {
        /** At the start. */
        PRE,
        /** At the end. */
        POST
    }

    /** A letter and its score. */
    public record Scored(String text, float score) {}

    /** The vocabulary is copied. */
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
            throw object.wrong("vocabulary", "a text in which each letter occurs once", object.required("vocabulary"));
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
     * The text as the model's input; a {@link TextEncoder} does the same for many texts faster.
     *
     * @return {@code (steps, features)} float32, without the batch axis
     * @throws Keras4jException for a letter outside the vocabulary (with its position, from 1) or a wrong length
     */
    public Tensor encode(String text) {
        return new TextEncoder(this).encode(text);
    }

    /**
     * The best letters of one text's scores, best first; of equal scores the earlier letter, as {@code numpy.argmax}
     * does; NaN after all numbers.
     *
     * @param scores one per letter; axes of size 1 may stand around them
     * @param count how many; at most all
     * @throws Keras4jException when there are not as many scores as letters
     */
    public List<Scored> decode(Tensor scores, int count) {
        Scores read = new Scores(this, scores, 1);
        return Arrays.stream(read.best(0, count))
                .mapToObj(place -> new Scored(vocabulary.get(place), read.score(0, place)))
                .toList();
    }

    /** The letters of a text: its Unicode code points, each as a text. */
    public static List<String> letters(String text) {
        return Arrays.stream(text.codePoints().toArray())
                .mapToObj(Character::toString)
                .toList();
    }
}
