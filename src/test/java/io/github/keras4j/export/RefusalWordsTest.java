package io.github.keras4j.export;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.source.ModelSource;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A refusal says whose limit it is: the target's, ours, or that the model itself is not understood. */
class RefusalWordsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tf-keras-2.15/attention                  | TF_KERAS  | keras4j does not write this layer, whoever is to read it
            keras-3/attention                        | KERAS_3   | keras4j does not write this layer, whoever is to read it
            keras-2.2.4/refuse-custom-activation     | KERAS_2_2 | keras4j does not know what it computes, since its activation is a custom function
            keras-1.0.6/batch-normalization-mode-2   | KERAS_3   | there is no BatchNormalization by the batch's own statistics
            keras-2.2.4/activation-hard_sigmoid      | KERAS_3   | there is no activation clip(0.2 x + 0.5, 0, 1), which Keras 1 and 2 call hard_sigmoid
            keras-2.2.4/stacked-cells-stateful       | KERAS_3   | there is no RNN of stacked cells that carries states
            tf-keras-2.15/nested-stateful            | KERAS_2_2 | there is no layer in a nested model that carries states
            tf-keras-2.15/mask-concatenate-steps-lstm | KERAS_3  | there is no such name beside concatenated masks
            keras-3/rms-normalization                | TF_KERAS  | there is no such layer
            """)
    void tells_whose_limit_it_is(String fixture, Target target, String reason) {
        ModelExport export = new ModelExport(List.of(target), new PureJavaEngine());
        Path file = folder.resolve(target == Target.KERAS_3 ? "model.keras" : "model.h5");
        assertThatThrownBy(() -> export.write(
                        ModelSource.of(Path.of("fixtures/layers/" + fixture)).read(), file))
                .isInstanceOf(UnsupportedLayerException.class)
                .hasMessageStartingWith("Layer '")
                .hasMessageContaining("can't be written for " + target.title() + ": " + reason);
    }
}
