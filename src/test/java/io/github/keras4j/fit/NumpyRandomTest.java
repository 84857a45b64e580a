package io.github.keras4j.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The numbers are what numpy 1.13.3 gave after {@code numpy.random.seed(7)}. */
class NumpyRandomTest {
    @Test
    void should_draw_numpys_uniform_and_then_its_normal_numbers() {
        NumpyRandom random = new NumpyRandom(7);

        assertThat(random.uniform(-1, 1, 3))
                .containsExactly(-0.8473834212520857, 0.5598375844802292, -0.123181537118213);
        assertThat(random.normal(0, 1, 5))
                .containsExactly(
                        0.09316606097975175,
                        3.200914709117712,
                        -0.1569886595634109,
                        -0.2901313829291646,
                        2.025771524137035);
    }

    @Test
    void should_shuffle_the_same_array_again_as_numpy_does() {
        NumpyRandom random = new NumpyRandom(7);
        random.uniform(-1, 1, 3);
        random.normal(0, 1, 5);
        long[] index = LongStream.range(0, 23).toArray();

        random.shuffle(index);
        assertThat(index)
                .containsExactly(9, 17, 10, 3, 13, 4, 18, 1, 14, 2, 19, 20, 16, 22, 15, 8, 5, 21, 6, 11, 0, 12, 7);

        random.shuffle(index);
        assertThat(index)
                .containsExactly(8, 10, 14, 11, 18, 12, 15, 13, 4, 22, 20, 6, 21, 0, 3, 2, 19, 1, 16, 7, 9, 17, 5);
    }
}
