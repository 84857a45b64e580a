package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.compare.Verification;
import io.github.keras4j.model.shapes.Summary;
import io.github.keras4j.source.ModelSource;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models after Keras 3's {@code quantize}, beside its answers ({@code python-reference/layer_cases/applications.py}). */
class QuantizedModelsTest {
    private static final Path MODELS = Path.of("src/test/resources/quantized");

    @Test
    void the_answers_are_keras_s_or_the_reason_is_named() {
        Verification found = Keras4j.verify(MODELS);
        assertThat(found.fixtures()).isEqualTo(9);
        assertThat(found.passes()).isTrue();
        // six of four bits and two that are to be refused, on both engines; dl4j multiplies no whole numbers
        assertThat(found.count(Verification.Passed.class)).isEqualTo(2 * 6 + 2 * 2 + 1);
    }

    /** What Keras's {@code count_params} and its trainable weights say. */
    @ParameterizedTest
    @CsvSource({
        "int8-einsum-heads, 403, 32",
        "int4-einsum-heads, 323, 32",
        "int4-blocks-einsum-heads, 597, 32",
        "int4-whole-einsum, 18, 3",
        "int4-stack, 208, 12",
        "int4-blocks-stack, 358, 12",
        "int4-whole-stack, 144, 12"
    })
    void params_are_counted_as_keras_stores_them(String model, long total, long trainable) {
        Summary summary = Summary.of(ModelSource.of(MODELS.resolve(model)).read());
        assertThat(summary.totalParams()).isEqualTo(total);
        assertThat(summary.trainableParams()).isEqualTo(trainable);
    }
}
