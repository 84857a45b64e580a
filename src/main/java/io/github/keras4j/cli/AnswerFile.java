package io.github.keras4j.cli;

import io.github.keras4j.data.ArrayFiles;
import io.github.keras4j.data.Json;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.predict.JsonInput;
import io.github.keras4j.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** A file of answers: numpy's arrays, one JSON document, or JSON Lines, which are read one after the other. */
final class AnswerFile {
    /** Characters of a document; parsed JSON takes some ten times as much. */
    private static final long LONGEST = Runtime.getRuntime().maxMemory() / 64;

    private AnswerFile() {}

    /** Whether a file of that name has answers and is not a model. */
    static boolean isOne(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(npy|npz|json|jsonl|ndjson|txt|gz)");
    }

    static boolean isNumpy(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).matches(".*\\.np[yz]");
    }

    /** Arrays by name; the one of an {@code .npy} has no name. */
    static Map<String, Tensor> arrays(Path file) {
        return new TreeMap<>(ArrayFiles.readAll(file));
    }

    /** Its lines, unzipped. */
    static BufferedReader lines(Path file) throws IOException {
        InputStream unpacked = JsonInput.of(Files.newInputStream(file)).lines();
        return new BufferedReader(new InputStreamReader(unpacked, StandardCharsets.UTF_8));
    }

    /**
     * The document, if the whole file is one JSON value; empty if it is longer than fits, and is then read as JSON
     * Lines.
     */
    static Optional<JsonNode> document(Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        try (BufferedReader lines = lines(file)) {
            char[] some = new char[1 << 13];
            for (int n = lines.read(some); n > 0; n = lines.read(some)) {
                text.append(some, 0, n);
                if (text.length() > LONGEST) {
                    return Optional.empty();
                }
            }
        }
        try {
            return Optional.of(Json.parse(text.toString()));
        } catch (Keras4jException e) {
            return Optional.empty();
        }
    }
}
