package io.github.keras4j.export;

import io.github.keras4j.engine.OptimizerState;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A canonical model as the {@code .keras} of Keras 3 or tf.keras 2.15: a zip of metadata.json, config.json and model.weights.h5. */
final class KerasZipModel {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** The first date that a zip can say, so that equal models give equal bytes. */
    private static final java.time.LocalDateTime NO_DATE = java.time.LocalDateTime.of(1980, 1, 1, 0, 0);

    private KerasZipModel() {}

    /**
     * Writes to that very file, over what is there.
     *
     * @param reader Keras 3 or tf.keras
     * @param state of the optimizer, for a Keras that trains on; empty: the model is not compiled
     */
    static void write(KerasModel model, Target reader, Optional<OptimizerState> state, Path file) throws IOException {
        Map<String, @Nullable Object> config = new Keras2Network(reader).toJson(model.network());
        if (reader == Target.TF_KERAS) {
            TfKerasModules.addTo(config);
        }
        state.flatMap(kept -> model.training())
                .ifPresent(training -> config.put("compile_config", StoredCompilation.of(training.config(), reader)));
        List<Tensor> variables = state.map(kept -> new Keras2OptimizerWeights(model, kept).variables())
                .orElse(List.of());
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("keras_version", reader.version());
        metadata.put("date_saved", "1980-01-01@00:00:00");
        Path weights = Files.createTempFile("keras4j", ".weights.h5");
        try {
            PathArrays.write(model, reader, variables, weights);
            try (OutputStream out = Files.newOutputStream(file);
                    ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
                entry(zip, "metadata.json", JSON.writeValueAsBytes(metadata));
                entry(zip, "config.json", JSON.writeValueAsBytes(config));
                entry(zip, "model.weights.h5", Files.readAllBytes(weights));
            }
        } finally {
            Files.deleteIfExists(weights);
        }
    }

    /** Stored, not packed: Keras reads the weights in place, and packing makes floats hardly smaller. */
    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(NO_DATE);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
