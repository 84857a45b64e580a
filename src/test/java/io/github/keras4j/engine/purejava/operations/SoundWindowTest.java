package io.github.keras4j.engine.purejava.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** TensorFlow 2.21's own numbers, {@code tf.signal.hann_window(n, periodic=True)}. */
class SoundWindowTest {
    private static void assertWindow(float[] window, double... expected) {
        assertThat(window).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) window[i]).isCloseTo(expected[i], within(1e-6));
        }
    }

    @Test
    void an_even_window_is_a_whole_period() {
        assertWindow(SoundWindow.of("hann", 4, 4), 0, 0.5, 1, 0.5);
        assertWindow(SoundWindow.of("hamming", 4, 4), 0.08, 0.54, 1, 0.54);
    }

    @Test
    void an_odd_window_ends_where_it_began() {
        assertWindow(SoundWindow.of("hann", 5, 5), 0, 0.5, 1, 0.5, 0);
        assertWindow(SoundWindow.of("hamming", 5, 5), 0.08, 0.54, 1, 0.54, 0.08);
        assertWindow(SoundWindow.of("hann", 1, 1), 1);
    }

    @Test
    void a_shorter_window_is_centred() {
        assertWindow(SoundWindow.of("hann", 4, 7), 0, 0, 0.5, 1, 0.5, 0, 0);
    }
}
