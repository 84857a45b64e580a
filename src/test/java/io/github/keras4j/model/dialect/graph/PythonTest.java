package io.github.keras4j.model.dialect.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.model.operations.TensorFlowFunction;
import org.junit.jupiter.api.Test;

class PythonTest {
    @Test
    void should_read_lists_and_the_empty_one() {
        assertThat(Python.constant("[1, 'a', 0.5]").toString()).isEqualTo("[1,\"a\",0.5]");
        assertThat(Python.constant("[]").toString()).isEqualTo("[]");
    }

    /** {@code tf.raw_ops.Squeeze(input=x)} was an exception of Java's. */
    @Test
    void should_read_every_default_of_tensorflow_s_functions() {
        TensorFlowFunction.names()
                .forEach(name -> TensorFlowFunction.named(name).orElseThrow().parameters().values().stream()
                        .filter(otherwise -> !otherwise.isEmpty() && !otherwise.equals("*"))
                        .forEach(otherwise -> assertThat(Python.constant(otherwise))
                                .as(otherwise)
                                .isNotNull()));
    }
}
