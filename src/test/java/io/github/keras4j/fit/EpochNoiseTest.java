package io.github.keras4j.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.engine.Noise;
import io.github.keras4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class EpochNoiseTest {
    private static double[] drawn(EpochNoise noise) {
        return noise.draw("dropout", Noise.Kind.NORMAL, 0, Shape.of(4)).toDoubles();
    }

    @Test
    void an_epoch_draws_the_same_whether_those_before_it_drew_or_not() {
        EpochNoise trained = new EpochNoise(3);
        trained.next();
        double[] first = drawn(trained);
        drawn(trained);
        trained.next();
        EpochNoise resumed = new EpochNoise(3);
        resumed.next();
        resumed.next();
        double[] second = drawn(resumed);
        assertThat(drawn(trained)).containsExactly(second);
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void another_seed_draws_others() {
        assertThat(drawn(new EpochNoise(3))).isNotEqualTo(drawn(new EpochNoise(4)));
    }
}
