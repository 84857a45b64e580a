package io.github.keras4j.model.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.archive.KerasArchive;
import io.github.keras4j.archive.KerasArchive.ByLayer;
import io.github.keras4j.archive.KerasArchive.ByPath;
import io.github.keras4j.archive.KerasArchive.NamedArray;
import io.github.keras4j.archive.KerasArchive.StoredWeights;
import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Each stored array is used, or its file refused: one too many or one too few, anywhere, is no model's. */
class EveryArrayTest {
    /** Every so many of the stored models. */
    private static final int STEP = 5;

    private static final Tensor VECTOR = Tensor.of(Shape.of(7), 1, 2, 3, 4, 5, 6, 7);

    private int changes;
    private final Map<String, String> wrong = new TreeMap<>();

    @Test
    void an_array_too_many_or_too_few_is_refused() {
        List<Path> folders = StoredModelsTest.fixtures();
        for (int i = 0; i < folders.size(); i += STEP) {
            KerasArchive archive;
            try {
                archive = StoredModelsTest.archive(folders.get(i), StoredModelsTest.json(folders.get(i)));
                if (!new PureJavaEngine()
                        .supports(CanonicalModels.read(archive))
                        .isYes()) {
                    continue; // what an unknown layer stores is unknown
                }
            } catch (Keras4jException refused) {
                continue;
            }
            check(archive);
        }

        System.out.println(changes + " changes of stored arrays");
        assertThat(wrong.values()).isEmpty();
        assertThat(changes).isGreaterThan(1_000);
    }

    private void check(KerasArchive archive) {
        if (archive.weights() instanceof ByPath byPath) {
            for (String path : byPath.paths().keySet()) {
                if (path.startsWith("layers/") || path.startsWith("_layer_checkpoint_dependencies/")) {
                    List<Tensor> more = new ArrayList<>(byPath.paths().get(path));
                    more.add(VECTOR);
                    refused(archive, path + " has one more", new ByPath(with(byPath.paths(), path, more)));
                    refused(archive, path + "/unknown", new ByPath(with(byPath.paths(), path + "/unknown", more)));
                }
            }
        } else if (archive.weights() instanceof ByLayer byLayer) {
            byLayer.layers().forEach((layer, arrays) -> {
                List<NamedArray> more = new ArrayList<>(arrays);
                more.add(new NamedArray(layer + "/unknown:0", VECTOR));
                refused(archive, layer + " has one more", new ByLayer(with(byLayer.layers(), layer, more)));
                // the last array is one that nothing in inference needs, or the configuration has it, too
                boolean vector = layer.startsWith("spectral")
                        || layer.startsWith("text_vectorization")
                        || layer.startsWith("string_lookup");
                if (!arrays.isEmpty() && !vector) {
                    List<NamedArray> less = arrays.subList(0, arrays.size() - 1);
                    refused(archive, layer + " has one less", new ByLayer(with(byLayer.layers(), layer, less)));
                }
            });
        }
    }

    private void refused(KerasArchive archive, String what, StoredWeights weights) {
        changes++;
        try {
            KerasModel model = CanonicalModels.read(new Changed(archive, weights));
            if (!new PureJavaEngine().supports(model).isYes()) {
                return; // what a layer learnt may be missing in a file, and then it is not run
            }
            wrong.putIfAbsent(what.replaceAll(".*/|_?\\d+", ""), "read | " + archive.path() + " | " + what);
        } catch (Keras4jException e) {
            assertThat(e).hasMessageNotContaining("null");
        } catch (RuntimeException e) {
            wrong.putIfAbsent(e.toString(), e + " | " + archive.path() + " | " + what);
        }
    }

    private static <T> Map<String, T> with(Map<String, T> map, String key, T value) {
        Map<String, T> changed = new LinkedHashMap<>(map);
        changed.put(key, value);
        return changed;
    }
}
