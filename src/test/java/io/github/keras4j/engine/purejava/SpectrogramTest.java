package io.github.keras4j.engine.purejava;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.Keras4j;
import io.github.keras4j.compare.Verification;
import io.github.keras4j.engine.Session;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Padding;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.Preprocessing.Spectrum;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spectrograms beside Keras's answers ({@code python-reference/layer_cases/sound.py}), and channels first, which TensorFlow has on no CPU. */
class SpectrogramTest {
    private static final int FRAME = 4;
    private static final int BINS = 3;

    @Test
    void the_answers_are_keras_s() {
        Verification found = Keras4j.verify(Path.of("src/test/resources/sound"));
        assertThat(found.count(Verification.Passed.class)).isEqualTo(8);
        assertThat(found.passes()).isTrue();
    }

    private static Tensor answer(Spectrum mode, boolean expands, boolean channelsFirst, Tensor x) {
        Layer layer = new Preprocessing.StftSpectrogram(
                LayerInfo.of("stft", "STFTSpectrogram"), mode, FRAME, 2, BINS, Padding.SAME, expands, channelsFirst);
        Tensor kernel = Models.gaussian(new Random(3), 1, 2, FRAME, 1, BINS);
        Map<String, Tensor> kernels = Map.of(
                "real_kernel",
                kernel.rows(0, 1).reshape(Shape.of(FRAME, 1, BINS)),
                "imag_kernel",
                kernel.rows(1, 2).reshape(Shape.of(FRAME, 1, BINS)));
        KerasModel model = Models.chain(
                Generation.KERAS_3, x.shape().with(0, Shape.UNKNOWN), Map.of("stft", Weights.of(kernels)), layer);
        try (Session session = new PureJavaEngine().compile(model).orThrow().openSession()) {
            return session.predict(x);
        }
    }

    @ParameterizedTest
    @CsvSource({"MAGNITUDE, false", "MAGNITUDE, true", "STFT, false", "STFT, true"})
    void channels_first_is_the_same_in_another_order(Spectrum mode, boolean expands) {
        Tensor x = Models.gaussian(new Random(4), 1, 2, 9, 3); // (batch, time, channels)
        Tensor last = answer(mode, expands, false, x);
        Tensor first = answer(mode, expands, true, x.transpose(0, 2, 1));
        assertThat(first).isEqualTo(expands ? last.transpose(0, 3, 1, 2) : last.transpose(0, 2, 1));
    }
}
