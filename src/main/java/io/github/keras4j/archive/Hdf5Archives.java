package io.github.keras4j.archive;

import io.github.keras4j.archive.KerasArchive.StoredWeights;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.errors.MalformedArchiveException;
import io.github.keras4j.tensor.Tensor;
import io.jhdf.HdfFile;
import io.jhdf.api.Group;
import io.jhdf.object.datatype.OpaqueDataType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads {@code .h5} files: whole models, weights, and the weights inside a {@code .keras} file. */
final class Hdf5Archives {
    private Hdf5Archives() {}

    /**
     * What an HDF5 file holds; config and training configuration are empty in a file of weights.
     *
     * @param otherwise what a file without weights is, and what to do with it
     */
    record Contents(
            Optional<JsonNode> config,
            Optional<JsonNode> trainingConfig,
            String kerasVersion,
            String backend,
            Optional<StoredWeights> weights,
            Map<String, Tensor> optimizerWeights,
            String otherwise) {}

    static Contents read(Path path, long bytes) {
        return guarded(path.toString(), () -> {
            KeptFile kept = new KeptFile(path, 0, path.toString());
            try (HdfFile file = open(path, bytes, kept)) {
                return contents(file, bytes, kept);
            }
        });
    }

    /** Through one mapping where it can be: else jHDF makes one for every group, attribute and array. */
    private static HdfFile open(Path path, long bytes, KeptFile kept) throws IOException {
        return bytes <= Integer.MAX_VALUE ? HdfFile.fromByteBuffer(kept.map(bytes)) : new HdfFile(path);
    }

    /** As {@link #read(Path, long)}, of a file that lies within another. */
    static Contents read(KeptFile kept, long bytes, String what) {
        return guarded(what, () -> {
            try (HdfFile file = HdfFile.fromByteBuffer(kept.map(bytes))) {
                return contents(file, bytes, kept);
            }
        });
    }

    private static Contents contents(HdfFile file, long bytes, KeptFile kept) throws IOException {
        try {
            Contents contents = contents(file, new Hdf5Arrays(bytes, file, Optional.of(kept)));
            kept.requireSame();
            return contents;
        } finally {
            kept.closeUnused();
        }
    }

    static Contents read(byte[] content, String what) {
        return guarded(what, () -> {
            try (HdfFile file = HdfFile.fromBytes(content)) {
                return contents(file, new Hdf5Arrays(content.length, file, Optional.empty()));
            }
        });
    }

    private static Contents contents(Group root, Hdf5Arrays from) {
        Group weights = root.getChildren().get("model_weights") instanceof Group inner ? inner : root;
        Optional<StoredWeights> stored = Hdf5Weights.read(root, from);
        Map<String, Tensor> optimizer = Hdf5Weights.optimizer(root, from);
        if (stored.isPresent() && stored.get() instanceof KerasArchive.ByPath byPath) {
            optimizer = new LinkedHashMap<>();
            int i = 0;
            for (Tensor tensor : byPath.paths().getOrDefault("optimizer", java.util.List.of())) {
                optimizer.put("optimizer/vars/" + i++, tensor);
            }
        }
        return new Contents(
                Hdf5.string(root, "model_config").map(text -> Json.parse(text, "The attribute 'model_config'")),
                Hdf5.string(root, "training_config").map(text -> Json.parse(text, "The attribute 'training_config'")),
                Hdf5.string(root, "keras_version")
                        .or(() -> Hdf5.string(weights, "keras_version"))
                        .orElse(""),
                Hdf5.string(root, "backend")
                        .or(() -> Hdf5.string(weights, "backend"))
                        .orElse(""),
                stored.filter(held -> !Hdf5Weights.isOptimizer(held)),
                optimizer,
                stored.isEmpty() || Hdf5Weights.isOptimizer(stored.get()) ? Hdf5Kind.says(root) : "");
    }

    private interface Reading {
        Contents read() throws IOException;
    }

    /**
     * jHDF tells of damage by HdfException, but ArithmeticException, IllegalArgumentException and
     * NegativeArraySizeException come through as well (300 damaged copies of a small file), and a cycle of links
     * or a wild size would end in an Error.
     */
    @SuppressWarnings("PMD.AvoidCatchingGenericException")
    private static Contents guarded(String what, Reading reading) {
        try {
            return reading.read();
        } catch (Keras4jException e) {
            throw new MalformedArchiveException(what + ": " + e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            throw new MalformedArchiveException(
                    what + ": not enough memory to read it. Give Java more (-Xmx), or save the file again if it is"
                            + " smaller than that.",
                    e);
        } catch (IOException | RuntimeException | StackOverflowError | InternalError e) {
            if (isOpaque(e)) {
                throw new MalformedArchiveException(
                        what
                                + ": it holds arrays of bytes without a type, as tf.keras stores weights of dtype bfloat16 and"
                                + " can't load them again. Set the dtype to float32 and save the model again.",
                        e);
            }
            throw new MalformedArchiveException(
                    what + ": the HDF5 file is damaged or cut off (" + oneLine(e) + "). Copy or save it again.", e);
        }
    }

    /** Whether jHDF 0.13 failed on a type of opaque bytes, whose empty tag it does not read. */
    private static boolean isOpaque(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (Arrays.stream(cause.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().equals(OpaqueDataType.class.getName()))) {
                return true;
            }
        }
        return false;
    }

    static String oneLine(Throwable e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        int end = message.indexOf('\n');
        String line = end < 0 ? message : message.substring(0, end);
        return line.isBlank() ? e.getClass().getSimpleName() : line;
    }
}
