package io.github.keras4j.engine.purejava.text;

import io.github.keras4j.model.Preprocessing.Split;
import io.github.keras4j.model.Preprocessing.Standardize;
import java.util.ArrayList;
import java.util.List;

/**
 * What TextVectorization does before it looks tokens up (text_vectorization.py 3.15, _preprocess). TensorFlow works on
 * bytes: it lowers A to Z alone, and splits at ASCII white space alone.
 */
final class Tokens {
    private Tokens() {}

    static String standardize(String text, Standardize how) {
        boolean lower = how == Standardize.LOWER || how == Standardize.LOWER_AND_STRIP_PUNCTUATION;
        boolean strip = how == Standardize.STRIP_PUNCTUATION || how == Standardize.LOWER_AND_STRIP_PUNCTUATION;
        StringBuilder made = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (lower && letter >= 'A' && letter <= 'Z') {
                made.append((char) (letter + 'a' - 'A'));
            } else if (!strip || !isPunctuation(letter)) {
                made.append(letter);
            }
        }
        return made.toString();
    }

    static List<String> split(String text, Split how) {
        return switch (how) {
            case NONE -> List.of(text);
            case CHARACTER -> text.codePoints().mapToObj(Character::toString).toList();
            case WHITESPACE -> words(text);
        };
    }

    /** All n-grams of the first width, then those of the next. */
    static List<String> ngrams(List<String> tokens, List<Integer> widths) {
        if (widths.isEmpty()) {
            return tokens;
        }
        List<String> all = new ArrayList<>();
        for (int width : widths) {
            for (int from = 0; from + width <= tokens.size(); from++) {
                all.add(String.join(" ", tokens.subList(from, from + width)));
            }
        }
        return all;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean space = i == text.length() || isSpace(text.charAt(i));
            if (!space && start < 0) {
                start = i;
            } else if (space && start >= 0) {
                words.add(text.substring(start, i));
                start = -1;
            }
        }
        return words;
    }

    private static boolean isSpace(char letter) {
        return letter == ' ' || letter >= '\t' && letter <= '\r';
    }

    private static boolean isPunctuation(char letter) {
        return letter > ' '
                && letter < 0x7f
                && !(letter >= '0' && letter <= '9'
                        || letter >= 'a' && letter <= 'z'
                        || letter >= 'A' && letter <= 'Z');
    }
}
