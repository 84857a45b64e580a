package io.github.keras4j.archive;

import io.github.keras4j.archive.KerasArchive.StoredWeights;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.errors.MalformedArchiveException;
import io.github.keras4j.limits.WholeFile;
import io.github.keras4j.limits.ZipMembers;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import tools.jackson.databind.JsonNode;

/** Reads {@code .keras} files: a zip of metadata.json, config.json, model.weights.h5 and assets. */
final class KerasZip {
    private static final String WEIGHTS = "model.weights.h5";
    /** Smaller files are read at once. */
    private static final int LARGE = 1 << 20;

    private static final String ASSETS = "assets/";
    private static final String VOCABULARY = "/vocabulary.txt";

    private KerasZip() {}

    static KerasArchive read(Path path) {
        return read(path, path.toString(), true);
    }

    /**
     * @param path names it in messages
     * @param stays whether the file will still be there, so that large arrays may stay in it
     */
    static KerasArchive read(Path file, String path, boolean stays) {
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            JsonNode config = Json.parse(text(zip, path, "config.json"), path + ": config.json");
            JsonNode metadata = zip.getEntry("metadata.json") == null
                    ? Json.parse("{}", path.toString())
                    : Json.parse(text(zip, path, "metadata.json"), path + ": metadata.json");
            if (zip.getEntry(WEIGHTS) == null && zip.getEntry("model.weights.npz") != null) {
                throw new MalformedArchiveException(
                        path + ": weights stored as .npz are not read. Save the model where h5py is installed.");
            }
            Hdf5Archives.Contents contents = weights(zip, file, path + ": " + WEIGHTS, path, stays);
            JsonNode training = config.get("compile_config");
            return new StoredArchive(
                    file,
                    ".keras",
                    metadata.path("keras_version").asString(""),
                    metadata.path("backend").asString(""),
                    metadata.path("keras_version").asString(""),
                    metadata.path("backend").asString(""),
                    config,
                    Optional.ofNullable(training).filter(node -> !node.isNull()),
                    withWords(zip, path, contents.weights().orElse(new KerasArchive.ByPath(Map.of()))),
                    contents.optimizerWeights());
        } catch (IOException | IllegalArgumentException e) {
            throw new MalformedArchiveException(
                    path + ": the .keras file is a damaged or cut off zip (" + Hdf5Archives.oneLine(e)
                            + "). Copy or save it again.",
                    e);
        }
    }

    private static Hdf5Archives.Contents weights(ZipFile zip, Path file, String what, String path, boolean stays)
            throws IOException {
        ZipEntry entry = zip.getEntry(WEIGHTS);
        if (stays && entry != null && entry.getSize() >= LARGE && entry.getSize() <= Integer.MAX_VALUE) {
            OptionalLong place = ZipPlace.of(file, entry);
            if (place.isPresent()) {
                KeptFile kept = new KeptFile(file, place.getAsLong(), what);
                if (kept.has(entry.getCrc(), entry.getSize())) {
                    return Hdf5Archives.read(kept, entry.getSize(), what);
                }
                kept.closeUnused(); // java.util.zip says what is wrong with it
            }
        }
        return Hdf5Archives.read(content(zip, path, WEIGHTS, Integer.MAX_VALUE - 8L), what);
    }

    /** The vocabularies of lookup layers lie beside the weights, each a file of one word a line. */
    private static StoredWeights withWords(ZipFile zip, String path, StoredWeights weights) throws IOException {
        if (!(weights instanceof KerasArchive.ByPath byPath)) {
            return weights;
        }
        Map<String, List<Tensor>> all = new LinkedHashMap<>(byPath.paths());
        for (ZipEntry entry : zip.stream().toList()) {
            String name = entry.getName();
            if (name.startsWith(ASSETS) && name.endsWith(VOCABULARY)) {
                all.put(name.substring(ASSETS.length()), List.of(words(text(zip, path, name))));
            }
        }
        return new KerasArchive.ByPath(all);
    }

    /** Python reads {@code \r\n} as the end of a line, too. */
    private static Tensor words(String text) {
        String[] lines = text.replace("\r\n", "\n").split("\n", -1);
        return Tensor.wrap(Shape.of(lines.length), lines);
    }

    private static String text(ZipFile zip, String path, String name) throws IOException {
        return new String(content(zip, path, name, WholeFile.mostJson()), StandardCharsets.UTF_8);
    }

    private static byte[] content(ZipFile zip, String path, String name, long limit) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new MalformedArchiveException(path + ": no " + name
                    + " in it, so this zip is not a .keras file. Save the model with" + " model.save('model.keras').");
        }
        try {
            return ZipMembers.read(zip, entry, limit, path + ": " + name);
        } catch (Keras4jException e) {
            throw new MalformedArchiveException(e.getMessage(), e);
        }
    }
}
