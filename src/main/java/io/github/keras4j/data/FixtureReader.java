package io.github.keras4j.data;

import io.github.keras4j.errors.FixtureException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Reads fixtures; nothing else does. Strict: an unknown key is an error, since it may be misspelt. The folder's files
 * are checked against their checksums before anything else is read, so models, arrays and training runs are the
 * recorded ones.
 */
public final class FixtureReader {
    private static final List<String> KEYS = List.of(
            "format",
            "description",
            "model",
            "config",
            "sha256",
            "producer",
            "tolerance",
            "expect",
            "recipe",
            "calls",
            "training");
    private static final List<String> CALL_KEYS = List.of("reset_states", "inputs", "outputs", "layers");

    private final Path folder;
    private final ArrayFiles arrays;

    private FixtureReader(Path folder) {
        this.folder = folder;
        this.arrays = new ArrayFiles(folder);
    }

    /**
     * @param folder with a {@code fixture.json}
     * @throws FixtureException when it breaks the contract, and for a file that is not the recorded one
     */
    public static Fixture read(Path folder) {
        return new FixtureReader(folder).read();
    }

    /** The versions that a fixture names for who recorded it; its other files are not looked at. */
    public static Map<String, String> producer(Path folder) {
        return texts(root(folder.resolve(Fixture.FILE)), "producer", false);
    }

    /**
     * The names of outputs and layers that a fixture has recorded; its arrays are not looked at.
     *
     * @return empty where an output has none, or the fixture can't be read
     */
    public static Optional<Set<String>> names(Path folder) {
        Set<String> names = new TreeSet<>();
        try {
            for (JsonNode call :
                    Json.readObject(folder.resolve(Fixture.FILE), "fixture").path("calls")) {
                for (String list : List.of("outputs", "layers")) {
                    for (JsonNode one : call.path(list)) {
                        names.add(one.path("name").asString(""));
                    }
                }
            }
        } catch (Keras4jException e) {
            return Optional.empty();
        }
        return names.contains("") ? Optional.empty() : Optional.of(names);
    }

    private static StrictObject root(Path file) {
        return new StrictObject(Json.readObject(file, "fixture"), "The fixture " + file, KEYS);
    }

    private Fixture read() {
        Path file = folder.resolve(Fixture.FILE);
        StrictObject root = root(file);
        if (!root.required("format").isIntegralNumber() || root.count("format") != 1) {
            throw root.wrong("format", "1", root.required("format"));
        }
        Map<String, String> sha256 = texts(root, "sha256", true);
        Checksums.check(folder, sha256);
        OptionalDouble rtol = OptionalDouble.empty();
        OptionalDouble atol = OptionalDouble.empty();
        if (root.has("tolerance")) {
            StrictObject tolerance =
                    new StrictObject(root.required("tolerance"), "'tolerance' of " + file, List.of("rtol", "atol"));
            rtol = notNegative(tolerance, "rtol");
            atol = notNegative(tolerance, "atol");
        }
        List<Fixture.Call> calls = new ArrayList<>();
        for (JsonNode call : root.list("calls")) {
            calls.add(call(call, "call " + calls.size() + " of " + file));
        }
        Optional<String> reject = reject(root, file);
        if (calls.isEmpty() && reject.isEmpty() && !root.has("training")) {
            throw new FixtureException("The fixture " + file + " proves nothing: it has no calls and no training. "
                    + "Received: keys 'calls' and 'training' empty or missing");
        }
        return new Fixture(
                folder,
                root.optionalText("description").orElse(""),
                Folders.inside(folder, root.text("model")),
                root.optionalText("config").map(name -> Folders.inside(folder, name)),
                sha256,
                texts(root, "producer", false),
                rtol,
                atol,
                reject,
                root.optionalText("recipe").map(name -> Folders.inside(folder, name)),
                calls,
                root.optionalText("training").map(name -> existing(name)));
    }

    private Path existing(String name) {
        Path file = Folders.inside(folder, name);
        if (!Files.isRegularFile(file)) {
            throw new FixtureException("The training run is missing. Received: " + file);
        }
        return file;
    }

    private static OptionalDouble notNegative(StrictObject tolerance, String key) {
        OptionalDouble value = tolerance.number(key);
        if (value.isPresent() && value.getAsDouble() < 0) {
            throw tolerance.wrong(key, "a number of at least 0", tolerance.required(key));
        }
        return value;
    }

    private static Optional<String> reject(StrictObject root, Path file) {
        if (!root.has("expect")) {
            return Optional.empty();
        }
        JsonNode expect = root.required("expect");
        if (expect.isString() && expect.stringValue().equals("match")) {
            return Optional.empty();
        }
        if (!expect.isObject()) {
            throw root.wrong("expect", "\"match\" or {\"reject\": \"part of the message\"}", expect);
        }
        return Optional.of(new StrictObject(expect, "'expect' of " + file, List.of("reject")).text("reject"));
    }

    private static Map<String, String> texts(StrictObject root, String key, boolean hexadecimal) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (root.has(key)) {
            JsonNode node = root.required(key);
            if (!node.isObject()) {
                throw root.wrong(key, "an object of texts", node);
            }
            node.properties().forEach(entry -> {
                JsonNode value = entry.getValue();
                boolean right = hexadecimal
                        ? value.isString() && value.stringValue().matches("[0-9a-fA-F]{64}")
                        : value.isValueNode();
                if (!right) {
                    throw root.wrong(
                            key + "." + entry.getKey(), hexadecimal ? "64 hexadecimal digits" : "a text", value);
                }
                texts.put(entry.getKey(), value.asString());
            });
        }
        return texts;
    }

    private Fixture.Call call(JsonNode node, String place) {
        StrictObject call = new StrictObject(node, place, CALL_KEYS);
        call.required("inputs");
        call.required("outputs");
        return new Fixture.Call(
                call.flag("reset_states"),
                named(call, "inputs", place),
                named(call, "outputs", place),
                named(call, "layers", place));
    }

    private List<Fixture.Named> named(StrictObject call, String key, String place) {
        List<Fixture.Named> all = new ArrayList<>();
        for (JsonNode node : call.list(key)) {
            String where = key + "[" + all.size() + "] of " + place;
            StrictObject entry = new StrictObject(node, where, List.of("name", "data"));
            all.add(new Fixture.Named(entry.optionalText("name").orElse(""), data(entry.required("data"), where)));
        }
        return all;
    }

    private Tensor data(JsonNode data, String where) {
        if (data.isString() && !data.stringValue().matches("-?Infinity|NaN")) {
            return arrays.get(data.stringValue());
        }
        try {
            return JsonTensors.read(data);
        } catch (Keras4jException e) {
            throw new FixtureException(where + ": " + e.getMessage(), e);
        }
    }
}
