package io.github.keras4j.engine.purejava.program;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Mask;
import io.github.keras4j.engine.purejava.values.Value;
import org.junit.jupiter.api.Test;

class MasksTest {
    private static final Value SEQUENCE = new Value(new float[24], 2, 4, 3);

    @Test
    void should_take_a_mask_of_the_leading_axes() {
        assertThatCode(() -> Masks.checkFits(new Mask(new boolean[8], new int[] {2, 4}), SEQUENCE))
                .doesNotThrowAnyException();
        assertThatCode(() -> Masks.checkFits(null, SEQUENCE)).doesNotThrowAnyException();
    }

    @Test
    void should_refuse_a_mask_of_another_shape_even_of_as_many_elements() {
        for (int[] shape : new int[][] {{4, 2}, {2, 1}, {8}, {2, 4, 1}, {2, 0}, {2, 4, 3, 1}}) {
            int elements = Value.product(shape, 0, shape.length);
            assertThatThrownBy(() -> Masks.checkFits(new Mask(new boolean[elements], shape), SEQUENCE))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("takes a mask of the shape with which its input's begins: (2, 4, 3)");
        }
    }

    @Test
    void should_refuse_a_mask_of_fewer_axes_than_the_layer_takes() {
        Masks.checkFits(new Mask(new boolean[8], new int[] {2, 4}), SEQUENCE, 2);
        for (int[] shape : new int[][] {{}, {2}, {2, 4, 3}}) {
            Mask mask = new Mask(new boolean[Value.product(shape, 0, shape.length)], shape);
            assertThatThrownBy(() -> Masks.checkFits(mask, SEQUENCE, 2))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("takes a mask of 2 axes");
        }
    }
}
