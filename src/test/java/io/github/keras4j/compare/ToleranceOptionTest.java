package io.github.keras4j.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.errors.Keras4jException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToleranceOptionTest {
    @Test
    void one_number_is_for_all() {
        ToleranceOption option = ToleranceOption.parse("1e-5");
        assertThat(option.orElse("dense_1", 7)).isEqualTo(1e-5);
    }

    @Test
    void a_named_number_goes_before_the_common_one() {
        ToleranceOption option = ToleranceOption.parse("1e-5 dense_1:1e-4");
        assertThat(option.orElse("dense_1", 7)).isEqualTo(1e-4);
        assertThat(option.orElse("lstm_1", 7)).isEqualTo(1e-5);
    }

    @Test
    void without_a_common_number_the_fixture_has_its_own() {
        assertThat(ToleranceOption.parse("dense_1:0").orElse("lstm_1", 7)).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "-1", "1 2", ":1", "dense_1:", "NaN", "Infinity", "dense_1:x"})
    void refuses_what_is_no_tolerance(String text) {
        assertThatThrownBy(() -> ToleranceOption.parse(text))
                .isInstanceOf(Keras4jException.class)
                .hasMessage("A tolerance is a number of at least 0, or numbers by output name. Received: '" + text
                        + "'; give for example 1e-5 or '1e-5 dense_1:1e-4'");
    }
}
