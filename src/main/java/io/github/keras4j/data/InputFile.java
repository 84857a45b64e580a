package io.github.keras4j.data;

import io.github.keras4j.errors.FixtureException;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.limits.WholeFile;
import io.github.keras4j.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A model's inputs from a file, in the formats of {@code python-reference/record.py --inputs}: {@code .npz} or a JSON
 * object by input name; for a model with one input also {@code .npy} or nested lists in JSON.
 */
public final class InputFile {
    private InputFile() {}

    /**
     * Reads it.
     *
     * @param names the model's inputs, in order
     * @return a tensor per input in that order, each with its batch axis
     * @throws Keras4jException when the file is none of these, or an input is missing or unknown
     */
    public static List<Tensor> read(Path file, List<String> names) {
        Map<String, Tensor> given = new LinkedHashMap<>();
        if (file.toString().endsWith(".npy") || file.toString().endsWith(".npz")) {
            given.putAll(ArrayFiles.readAll(file));
        } else if (file.toString().endsWith(".json")) {
            given.putAll(json(file));
        } else {
            throw new InputException("Inputs are read from .npy, .npz or .json. Received: " + file);
        }
        if (given.size() == 1 && given.containsKey("") && names.size() == 1) {
            return List.copyOf(given.values());
        }
        if (!given.keySet().equals(new HashSet<>(names))) {
            throw new InputException("The inputs are " + names + ". Received: " + file + " with "
                    + (given.containsKey("") ? "one array without a name" : given.keySet()));
        }
        return names.stream().map(given::get).toList();
    }

    private static Map<String, Tensor> json(Path file) {
        JsonNode root;
        try {
            root = Json.parse(new String(WholeFile.json(file), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new FixtureException("The inputs can't be read. Received: " + file + " (" + e + ")", e);
        }
        Map<String, Tensor> given = new LinkedHashMap<>();
        if (root.isObject()) {
            root.properties().forEach(entry -> given.put(entry.getKey(), JsonTensors.read(entry.getValue())));
        } else {
            given.put("", JsonTensors.read(root));
        }
        return given;
    }
}
