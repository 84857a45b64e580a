package io.github.keras4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TensorTest {
    @Test
    void takes_the_shape_of_a_nested_array() {
        Tensor tensor = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}});
        assertThat(tensor.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(tensor.dtype()).isEqualTo(DType.FLOAT32);
        assertThat(tensor.toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void refuses_rows_of_different_length() {
        assertThatThrownBy(() -> Tensor.of(new float[][] {{1, 2, 3}, {4, 5}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 elements on axis 1 where the first row has 3");
    }

    @Test
    void transposes_as_numpy_does() {
        Tensor tensor = Tensor.of(new int[][][] {{{0, 1}, {2, 3}, {4, 5}}});
        Tensor turned = tensor.transpose(2, 0, 1);
        assertThat(turned.shape()).isEqualTo(Shape.of(2, 1, 3));
        assertThat(turned.toLongs()).containsExactly(0, 2, 4, 1, 3, 5);
    }

    @Test
    void cuts_rows_of_the_outermost_axis() {
        Tensor rows = Tensor.of(new double[][] {{1, 2}, {3, 4}, {5, 6}}).rows(1, 3);
        assertThat(rows).isEqualTo(Tensor.of(new double[][] {{3, 4}, {5, 6}}));
    }

    @Test
    void prints_shapes_as_python_does() {
        assertThat(Shape.of(Shape.UNKNOWN, 3, 1)).hasToString("(None, 3, 1)");
        assertThat(Shape.of(3)).hasToString("(3,)");
        assertThat(Shape.of()).hasToString("()");
    }

    @Test
    void an_element_count_past_an_int_is_an_error_and_no_wrapped_number() {
        assertThatThrownBy(() -> Shape.of(1 << 16, 1 << 16).elements()).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void strings_are_kept_and_never_taken_for_numbers() {
        Tensor strings = Tensor.of(new String[][] {{"a", ""}, {"日本", "😀"}});
        assertThat(strings.shape()).isEqualTo(Shape.of(2, 2));
        assertThat(strings.dtype()).isEqualTo(DType.STRING);
        assertThat(strings.transpose(1, 0).rows(0, 1)).isEqualTo(Tensor.of(new String[][] {{"a", "日本"}}));
        assertThatThrownBy(() -> strings.getFloat(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> strings.cast(DType.FLOAT32)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Tensor.of(new float[] {1}).cast(DType.STRING))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_string_that_no_utf_8_holds_is_refused() {
        assertThatThrownBy(() -> Tensor.of(Shape.of(1), "a\ud800")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tensor.of(Shape.of(1), "\udc00a")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_stored_tensor_fetches_what_it_is_asked_for() {
        int[] fetched = {0};
        Tensor tensor = Tensor.stored(Shape.of(2, 3), () -> {
            fetched[0]++;
            return new float[] {1, 2, 3, 4, 5, 6};
        });
        assertThat(tensor.size()).isEqualTo(6);
        assertThat(tensor.dtype()).isEqualTo(DType.FLOAT32);
        assertThat(fetched[0]).isZero();
        Tensor plain = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        assertThat(tensor).isEqualTo(plain).hasSameHashCodeAs(plain);
        assertThat(tensor.toFloats()).containsExactly(1, 2, 3, 4, 5, 6).isNotSameAs(tensor.toFloats());
        assertThat(tensor.toDoubles()).containsExactly(plain.toDoubles());
        assertThat(tensor.getFloat(4)).isEqualTo(5);
        assertThat(tensor.getDouble(5)).isEqualTo(6);
        assertThat(tensor.getLong(1)).isEqualTo(2);
        assertThat(tensor.reshape(Shape.of(6))).isEqualTo(plain.reshape(Shape.of(6)));
        assertThat(tensor.transpose(1, 0)).isEqualTo(plain.transpose(1, 0));
        assertThat(tensor.rows(1, 2)).isEqualTo(plain.rows(1, 2));
        assertThat(tensor.unstack()).isEqualTo(plain.unstack());
        assertThat(tensor.cast(DType.INT32)).isEqualTo(plain.cast(DType.INT32));
        assertThat(Tensor.concatenate(List.of(tensor, plain))).isEqualTo(Tensor.concatenate(List.of(plain, plain)));
        float[] target = new float[8];
        tensor.copyTo(target, 1);
        assertThat(target).containsExactly(0, 1, 2, 3, 4, 5, 6, 0);
        assertThatThrownBy(() -> tensor.reshape(Shape.of(5))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tensor.stored(Shape.of(7), () -> new float[6]).toFloats())
                .isInstanceOf(IllegalStateException.class);
    }
}
