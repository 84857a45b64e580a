package io.github.keras4j.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.archive.KerasArchives;
import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Recurrent;
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

    /** Keras up to 2.2.2 hands the last cell's states over first; 2.2.4 and tf.keras have an option for it. */
    @Test
    void the_order_of_stacked_states_is_written_or_refused() {
        KerasModel forward = fixture("keras-2.2.4/stacked-cells-state");
        KerasModel reversed = new KerasModel(
                forward.provenance(),
                new Network(
                        forward.network().name(),
                        forward.network().kind(),
                        forward.network().nodes().stream()
                                .map(ReadBackTest::reversed)
                                .toList(),
                        forward.network().inputs(),
                        forward.network().outputs()),
                forward.weights(),
                forward.training());
        for (KerasModel model : List.of(forward, reversed)) {
            for (Target target : List.of(Target.KERAS_2_2, Target.TF_KERAS)) {
                Path file = folder.resolve("model.h5");
                new ModelExport(List.of(target), new PureJavaEngine()).write(model, file);
                assertThat(KerasArchives.open(file).config().toString().contains("reverse_state_order"))
                        .isEqualTo(model == reversed);
            }
        }
        ModelExport keras3 = new ModelExport(List.of(Target.KERAS_3), new PureJavaEngine());
        keras3.write(forward, folder.resolve("model.keras"));
        assertThatThrownBy(() -> keras3.write(reversed, folder.resolve("reversed.keras")))
                .isInstanceOf(UnsupportedLayerException.class)
                .hasMessageStartingWith("Layer 'rnn_1' can't be written for Keras 3");
    }

    private static Node reversed(Node node) {
        return node.layer() instanceof Recurrent.GenericRnn rnn && rnn.cell() instanceof Recurrent.StackedCells stacked
                ? node.withLayer(new Recurrent.GenericRnn(
                        rnn.info(), new Recurrent.StackedCells(stacked.cells(), true), rnn.walk()))
                : node;
    }

    /** It derives its backward layer otherwise than Keras 2: real Keras 3 refused the file without it. */
    @Test
    void keras_3_is_told_the_backward_layer_of_a_bidirectional_that_begins_backwards() {
        Path file = folder.resolve("model.keras");
        new ModelExport(List.of(Target.KERAS_3), new PureJavaEngine())
                .write(fixture("keras-1.2.2/bidirectional-go-backwards"), file);
        assertThat(KerasArchives.open(file).config().toString()).contains("\"backward_layer\"");
    }

    /** Real Keras 3 failed on the inner model that gave a list of one. */
    @Test
    void keras_3_is_told_of_one_input_and_one_output_without_a_list() {
        Path file = folder.resolve("model.keras");
        new ModelExport(List.of(Target.KERAS_3), new PureJavaEngine())
                .write(fixture("keras-3/time-distributed-model"), file);
        assertThat(KerasArchives.open(file).config().toString())
                .contains("\"input_layers\":[\"input_layer\",0,0],\"output_layers\":[\"add\",0,0]");
    }

    /** Equal models give equal bytes; the order of Map.of changes with each JVM. */
    @Test
    void options_are_in_the_order_of_the_alphabet() {
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("l2", 0.2);
        numbers.put("l1", 0.1);
        assertThat(Keras2Options.of("L1L2", numbers)).hasToString("{class_name=L1L2, config={l1=0.1, l2=0.2}}");
    }
}
