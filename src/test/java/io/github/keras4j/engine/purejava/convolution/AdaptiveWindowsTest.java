package io.github.keras4j.engine.purejava.convolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.engine.purejava.values.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdaptiveWindowsTest {
    private static final float[] UNREAD = {};

    @Test
    void should_cut_an_axis_into_windows_that_may_overlap() {
        PoolLayer.Places places = AdaptiveWindows.places(List.of(3), new Value(UNREAD, 1, 5, 2));
        assertThat(places.first()).containsExactly(0, 2, 5, 7);
        assertThat(places.all()).containsExactly(0, 2, 2, 4, 6, 6, 8);
    }

    /** Half a million windows took minutes, and the product of a position and a size passed 2^31. */
    @Test
    void should_cut_a_long_axis_into_many_windows() {
        PoolLayer.Places places = AdaptiveWindows.places(List.of(300_000), new Value(UNREAD, 1, 100_000, 1));
        assertThat(places.all()[places.first()[299_999]]).isEqualTo(99_999);
        assertThat(places.all()).hasSize(300_000);
    }
}
