package io.github.keras4j.engine.purejava.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.engine.purejava.values.BindException;
import org.junit.jupiter.api.Test;

class EinsumTest {
    private static String implied(String left) {
        return Einsum.implied(left, left.replace("...", "0").split(","), "0");
    }

    @Test
    void letters_that_stand_once_are_the_implied_output() {
        assertThat(implied("bij,bjk")).isEqualTo("ik");
        assertThat(implied("...ij,...jk")).isEqualTo("0ik");
        assertThat(implied("ii")).isEmpty();
    }

    /** Keras 3.15 on TensorFlow gave (2, 5) where numpy gives (5, 2). */
    @Test
    void letters_in_another_order_than_the_alphabets_are_refused() {
        assertThatThrownBy(() -> implied("mij,ijk,..."))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("'->'");
        assertThatThrownBy(() -> implied("ba")).isInstanceOf(BindException.class);
    }
}
