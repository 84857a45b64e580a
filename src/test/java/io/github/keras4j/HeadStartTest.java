package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class HeadStartTest {
    @Test
    void its_network_is_read_and_answers() {
        assertThat(HeadStart.run().shape()).isEqualTo(Shape.of(1, 4));
        assertThat(HeadStart.run().toFloats()).containsExactly(0.25f, 0.25f, 0.25f, 0.25f);
    }

    @Test
    void a_small_model_begins_none() {
        HeadStart.begin(HeadStart.FROM - 1);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain(HeadStart.THREAD);
    }
}
