package io.github.keras4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class JsonTensorsTest {
    private static Tensor read(String json) {
        return JsonTensors.read(Json.parse(json));
    }

    @Test
    void nested_lists_give_their_shape() {
        assertThat(read("[[[0.0],[0.5]],[[1],[2]]]")).isEqualTo(Tensor.of(new double[][][] {{{0}, {0.5}}, {{1}, {2}}}));
        assertThat(read("[]").shape()).isEqualTo(Shape.of(0));
        assertThat(read("3.5").shape()).isEqualTo(Shape.of());
    }

    @Test
    void integers_and_booleans_keep_their_kind() {
        assertThat(read("[1, 2]").dtype()).isEqualTo(DType.INT64);
        assertThat(read("[true, false]").dtype()).isEqualTo(DType.BOOL);
    }

    @Test
    void strings_are_a_tensor_of_their_own_kind() {
        assertThat(read("[[\"a\", \"NaN\"]]")).isEqualTo(Tensor.of(new String[][] {{"a", "NaN"}}));
        assertThatThrownBy(() -> read("[\"a\", 1]"))
                .hasMessage("an element is not a string. Received: number 1 at [1]");
        assertThatThrownBy(() -> JsonTensors.as(DType.FLOAT32, read("[\"a\"]")))
                .hasMessage("numbers are wanted: float32. Received: strings");
        assertThatThrownBy(() -> JsonTensors.as(DType.STRING, read("[1]")))
                .hasMessage("strings are wanted. Received: numbers");
    }

    @Test
    void python_s_tokens_for_nan_and_infinity_are_numbers() {
        assertThat(read("[NaN, Infinity, -Infinity]").toFloats())
                .containsExactly(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
    }

    @Test
    void should_fail_if_rows_differ_in_length() {
        assertThatThrownBy(() -> read("[[1, 2], [3]]"))
                .isInstanceOf(Keras4jException.class)
                .hasMessage("rows differ in length. Received: 1 elements at [1] where the first row has 2");
        assertThatThrownBy(() -> read("[[1, 2], 3]")).hasMessageStartingWith("rows differ in length");
    }

    @Test
    void should_fail_if_an_element_is_no_number() {
        assertThatThrownBy(() -> read("[[1, \"x\"]]"))
                .hasMessage("an element is not a number. Received: string \"x\" at [0, 1]");
        assertThatThrownBy(() -> read("[null]")).hasMessage("an element is not a number. Received: null at [0]");
        assertThatThrownBy(() -> read("[[1, [2]]]")).hasMessageStartingWith("an element is not a number");
    }

    @Test
    void should_fail_if_a_number_does_not_fit_the_type() {
        assertThatThrownBy(() -> JsonTensors.as(DType.FLOAT32, read("[1e39]")))
                .hasMessage("a number does not fit float32. Received: 1.0E39 at (0,)");
        assertThatThrownBy(() -> JsonTensors.as(DType.INT32, read("[0.5]")))
                .hasMessage("a number does not fit int32. Received: 0.5 at (0,)");
    }

    @Test
    void should_fail_in_one_line_if_it_is_no_json() {
        assertThatThrownBy(() -> read("[1, 2"))
                .isInstanceOf(Keras4jException.class)
                .hasMessageStartingWith("not JSON: ")
                .message()
                .doesNotContain("\n");
        assertThatThrownBy(() -> read("[1] 2")).hasMessageStartingWith("not JSON: ");
    }
}
