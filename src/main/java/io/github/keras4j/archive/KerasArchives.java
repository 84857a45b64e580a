package io.github.keras4j.archive;

import io.github.keras4j.archive.KerasArchive.StoredWeights;
import io.github.keras4j.errors.MalformedArchiveException;
import io.github.keras4j.limits.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Opens model files. A file's kind is recognised by its first bytes, never by its name. */
public final class KerasArchives {
    private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    private static final byte[] ZIP = {'P', 'K', 3, 4};

    private static final String WEIGHTS_ALONE =
            "the file holds weights and no model configuration. Give the architecture"
                    + " that model.to_json() wrote with --config FILE.json, or save the whole model with model.save().";

    private KerasArchives() {}

    /**
     * Reads a whole model: an HDF5 file with its configuration, or a {@code .keras} file.
     *
     * @throws MalformedArchiveException when there is no such file, or it is no model, damaged, or holds weights
     *     alone
     */
    public static KerasArchive open(Path path) {
        long bytes = size(path);
        return switch (kind(path, bytes)) {
            case ZIP -> KerasZip.read(path);
            case HDF5 -> whole(path, path.toString(), Hdf5Archives.read(path, bytes));
        };
    }

    /**
     * Reads a whole model that is in memory. A zip goes through a temporary file, since its directory stands at its
     * end and Java reads such files only.
     *
     * @param what names it in messages
     * @throws MalformedArchiveException as {@link #open(Path)}
     */
    public static KerasArchive open(byte[] file, String what) {
        byte[] start = Arrays.copyOf(file, Math.min(file.length, 1 << 16));
        if (kind(start, file.length, what) == Kind.HDF5) {
            return whole(Path.of(what), what, Hdf5Archives.read(file, what));
        }
        try {
            Path copy = Files.createTempFile("keras4j", ".keras");
            try {
                Files.write(copy, file);
                return KerasZip.read(copy, what, false);
            } finally {
                Files.delete(copy);
            }
        } catch (IOException e) {
            throw new MalformedArchiveException(
                    what + ": a .keras file is unpacked through a temporary file, which can't be written ("
                            + Hdf5Archives.oneLine(e) + "). Give Java a folder with -Djava.io.tmpdir, or use an .h5",
                    e);
        }
    }

    /**
     * Reads weights and the architecture that belongs to them.
     *
     * @param weights what {@code save_weights} wrote, or a whole model, whose own configuration is then left aside
     * @param config what {@code to_json} wrote
     * @throws MalformedArchiveException when either can't be read
     */
    public static KerasArchive open(Path weights, Path config) {
        String written = text(config);
        if (new FileKind(written.getBytes(StandardCharsets.UTF_8), written.length(), config.toString()).isYaml()) {
            throw new MalformedArchiveException(config + " is YAML, as to_yaml() wrote it; JSON is read. In the Keras"
                    + " that wrote it, keras.models.model_from_yaml(open('" + config.getFileName()
                    + "').read()).to_json() gives the JSON.");
        }
        JsonNode root = Json.parse(written, config.toString());
        if (root.isString()) { // json.dumps(model.to_json()) is easily written and means the same
            root = Json.parse(root.asString(), config.toString());
        }
        long bytes = size(weights);
        if (kind(weights, bytes) == Kind.ZIP) {
            KerasArchive zip = KerasZip.read(weights);
            return new StoredArchive(
                    weights,
                    "config + weights",
                    root.path("keras_version").asString(zip.kerasVersion()),
                    zip.backend(),
                    zip.kerasVersion(),
                    zip.backend(),
                    root,
                    zip.trainingConfig(),
                    zip.weights(),
                    zip.optimizerWeights());
        }
        Hdf5Archives.Contents contents = Hdf5Archives.read(weights, bytes);
        return new StoredArchive(
                weights,
                "config + weights",
                root.path("keras_version").asString(contents.kerasVersion()),
                root.path("backend").asString(contents.backend()),
                contents.kerasVersion(),
                contents.backend(),
                root,
                contents.trainingConfig().or(() -> compiled(config, Json.parse(text(config), config.toString()))),
                weights(weights, contents),
                contents.optimizerWeights());
    }

    /**
     * Reads what {@code save_weights} wrote of a model whose architecture another archive has.
     *
     * @throws MalformedArchiveException when it can't be read
     */
    public static KerasArchive openWeights(Path weights, KerasArchive architecture) {
        long bytes = size(weights);
        if (kind(weights, bytes) == Kind.ZIP) {
            return KerasZip.read(weights);
        }
        Hdf5Archives.Contents contents = Hdf5Archives.read(weights, bytes);
        return new StoredArchive(
                weights,
                "config + weights",
                architecture.kerasVersion(),
                architecture.backend(),
                contents.kerasVersion(),
                contents.backend(),
                architecture.config(),
                architecture.trainingConfig(),
                weights(weights, contents),
                contents.optimizerWeights());
    }

    /**
     * An archive of what is in memory already, as tf.keras writes it.
     *
     * @param config the model's JSON
     * @param version of the Keras that would have written it
     */
    public static KerasArchive inMemory(String config, String version, StoredWeights weights) {
        String backend = "tensorflow";
        return new StoredArchive(
                Path.of(""),
                "HDF5",
                version,
                backend,
                version,
                backend,
                Json.parse(config, "The model's JSON"),
                Optional.empty(),
                weights,
                Map.of());
    }

    private enum Kind {
        HDF5,
        ZIP
    }

    private static KerasArchive whole(Path path, String what, Hdf5Archives.Contents contents) {
        JsonNode config = contents.config()
                .orElseThrow(() -> new MalformedArchiveException(
                        what + ": " + (contents.otherwise().isEmpty() ? WEIGHTS_ALONE : contents.otherwise())));
        return new StoredArchive(
                path,
                "HDF5",
                contents.kerasVersion(),
                contents.backend(),
                contents.kerasVersion(),
                contents.backend(),
                config,
                contents.trainingConfig(),
                weights(path, contents),
                contents.optimizerWeights());
    }

    private static StoredWeights weights(Path path, Hdf5Archives.Contents contents) {
        return contents.weights().orElseThrow(() -> new MalformedArchiveException(path + ": " + contents.otherwise()));
    }

    /** Keras 1.0's {@code to_json} of a compiled model carries what later went into training_config. */
    private static Optional<JsonNode> compiled(Path config, JsonNode root) {
        if (!root.has("optimizer") || !root.has("loss")) {
            return Optional.empty();
        }
        ObjectNode training = JsonNodeFactory.instance.objectNode();
        training.set("loss", root.get("loss"));
        JsonNode optimizer = root.get("optimizer");
        ObjectNode wrapped = JsonNodeFactory.instance.objectNode();
        wrapped.put("class_name", optimizer.path("name").asString(""));
        wrapped.set("config", optimizer);
        training.set("optimizer_config", optimizer.has("class_name") ? optimizer : wrapped);
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            if (entry.getKey().equals("metrics")
                    || entry.getKey().equals("loss_weights")
                    || entry.getKey().equals("sample_weight_mode")) {
                training.set(entry.getKey(), entry.getValue());
            }
        }
        return Optional.of(training);
    }

    private static long size(Path path) {
        if (Files.isDirectory(path)) {
            throw new MalformedArchiveException(
                    path
                            + " is a folder, not a model's file. Give the .h5 or .keras file; a SavedModel folder is not read.");
        }
        try {
            return Files.size(path);
        } catch (IOException e) {
            throw new MalformedArchiveException(path + ": no such file, or it can't be read. Check the path.", e);
        }
    }

    private static Kind kind(Path path, long bytes) {
        byte[] start;
        try (InputStream in = Files.newInputStream(path)) {
            start = in.readNBytes((int) Math.min(bytes, 1 << 16));
        } catch (IOException e) {
            throw new MalformedArchiveException(path + ": can't be read (" + Hdf5Archives.oneLine(e) + ").", e);
        }
        return kind(start, bytes, path.toString());
    }

    private static Kind kind(byte[] start, long bytes, String what) {
        if (matches(start, 0, ZIP)) {
            return Kind.ZIP;
        }
        // a user block of 512, 1024, ... bytes may stand before the signature
        for (int at = 0; at < start.length; at = at == 0 ? 512 : at * 2) {
            if (matches(start, at, HDF5)) {
                return Kind.HDF5;
            }
        }
        throw new MalformedArchiveException(what + " is not a Keras model: neither HDF5 nor a .keras zip. Received: "
                + new FileKind(start, bytes, what).says() + ".");
    }

    private static boolean matches(byte[] bytes, int at, byte[] signature) {
        return bytes.length >= at + signature.length
                && Arrays.equals(bytes, at, at + signature.length, signature, 0, signature.length);
    }

    private static String text(Path path) {
        size(path);
        try {
            return new String(WholeFile.json(path), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new MalformedArchiveException(path + ": can't be read (" + Hdf5Archives.oneLine(e) + ").", e);
        }
    }
}
