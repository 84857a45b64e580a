package io.github.keras4j.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Weights;
import io.github.keras4j.source.ModelSource;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers that are wrong on purpose, and targets that compute otherwise. */
class ReadBackTest {
    @TempDir
    Path folder;

    private static KerasModel fixture(String name) {
        return ModelSource.of(Path.of("fixtures/layers/" + name)).read();
    }

    @Test
    void one_wrong_weight_is_a_refusal_that_names_the_layer() {
        KerasModel model = ModelSource.of(Path.of("fixtures/alphabet/keras-3/three-char-time-steps"))
                .read();
        Path file = folder.resolve("model.h5");
        String last = model.network().outputNames().get(0);
        Map<String, Weights> children = new LinkedHashMap<>(model.weights().children());
        children.put(last, Weights.of(wrong(model.weights().child(last))));
        KerasModel altered = model.withWeights(Weights.ofChildren(children));

        new Hdf5Model(Target.TF_KERAS, Target.TF_KERAS).write(altered, Optional.empty(), file);
        assertThatThrownBy(() -> new ReadBack(Target.TF_KERAS, model, new PureJavaEngine()).check(file, model))
                .isInstanceOf(UnsupportedLayerException.class)
                .hasMessageStartingWith("Layer '" + last + "' can't be written for tf.keras 2.15");
        assertThatCode(() -> new ReadBack(Target.TF_KERAS, altered, new PureJavaEngine()).check(file, altered))
                .doesNotThrowAnyException();
    }

    @Test
    void another_function_of_the_same_weights_is_a_refusal_that_names_the_layer() {
        KerasModel bilinear = fixture("tf-keras-2.15/up-sampling-2d-bilinear");
        Path file = folder.resolve("model.h5");
        new Hdf5Model(Target.KERAS_2_2, Target.KERAS_2_2).write(bilinear, Optional.empty(), file);
        assertThatThrownBy(() -> new ReadBack(Target.KERAS_2_2, bilinear, new PureJavaEngine()).check(file, bilinear))
                .isInstanceOf(UnsupportedLayerException.class)
                .hasMessageStartingWith("Layer 'up_sampling2d' can't be written for Keras 2.2.4: Keras 2.2.4 would"
                        + " compute something else");
    }

    private static Map<String, Tensor> wrong(Weights weights) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(weights.tensors());
        tensors.computeIfPresent("bias", (name, bias) -> {
            float[] values = bias.toFloats();
            values[0] += 0.01f;
            return Tensor.wrap(bias.shape(), values);
        });
        return tensors;
    }

    @Test
    void what_the_target_computes_otherwise_is_refused_by_name_and_leaves_no_file() {
        for (String name : List.of(
                "tf-keras-2.15/up-sampling-2d-bilinear",
                "tf-keras-2.15/mask-bidirectional-lstm-concat",
                "keras-1.2.2/masking-lstm-stateful",
                "keras-1.2.2/conv-lstm-2d-tf-valid-return-sequences",
                "keras-3/mask-at-average-pooling-1d-lstm")) {
            Path file = folder.resolve("model.h5");
            ModelExport export = new ModelExport(List.of(Target.KERAS_2_2), new PureJavaEngine());
            assertThatThrownBy(() -> export.write(fixture(name), file))
                    .as(name)
                    .isInstanceOf(UnsupportedLayerException.class)
                    .hasMessageStartingWith("Layer '");
            assertThat(folder.toFile().list()).as(name).isEmpty();
        }
    }

    @Test
    void a_file_for_several_readers_is_right_for_each_or_refused() {
        Path file = folder.resolve("model.h5");
        ModelExport both = new ModelExport(List.of(Target.KERAS_2_2, Target.TF_KERAS), new PureJavaEngine());
        assertThatThrownBy(() -> both.write(fixture("keras-2.2.4/up-sampling-2d-bilinear"), file))
                .hasMessageContaining("can't be written for tf.keras 2.15");
        new ModelExport(List.of(Target.KERAS_2_2), new PureJavaEngine())
                .write(fixture("keras-2.2.4/up-sampling-2d-bilinear"), file);
        assertThat(Files.exists(file)).isTrue();
    }
}
