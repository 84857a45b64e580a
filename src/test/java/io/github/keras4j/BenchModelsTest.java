package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.compare.Verification;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is timed is right: the benchmarks' models give Keras's numbers, on both engines. */
class BenchModelsTest {
    @Test
    void should_give_keras_numbers() {
        Verification verification = Keras4j.verify(Path.of("src/bench/models"));

        assertThat(verification.count(Verification.Passed.class)).isGreaterThanOrEqualTo(11);
        assertThat(verification.passes()).isTrue();
    }
}
