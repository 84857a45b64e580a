package io.github.keras4j.model.dialect.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.tensor.Shape;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddedBiasTest {
    /** Each as Keras 3.15.1 answered: model.predict beside numpy's sum. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-1 2 2   | 2 1     | true",
                "-1 2 2   | 1 2 1   | true",
                "-1 2 2 1 | 2 1     | true",
                "-1 3 1   | 3       | true",
                "-1 3     | 1 1 3   | true",
                "-1 4 4 4 | 1 4 1 1 | true",
                "-1 4 2 1 | 2 1     | false",
                "-1 2 3   | 2 1     | false",
                "-1 2 2   | 2       | false",
                "-1 2 2   | 2 2     | false",
                "-1 2 2   | -1 1 1  | false",
                "-1 2 2   | 1 1     | false",
                "-1 4 5 5 | 1 4 1 1 | false",
                // sizes that are known when the model is asked
                "-1 -1 3  | 5 1     | false",
                "-1 4 -1  | 1 4 1   | true",
                "-1 -1 2 1| 2 1     | true",
                "-1 -1 8  | 8       | false",
            })
    void should_tell_where_the_second_addend_goes_elsewhere(String x, String y, boolean misplaced) {
        assertThat(AddedBias.isMisplaced(shape(x), shape(y))).isEqualTo(misplaced);
    }

    private static Shape shape(String sizes) {
        return Shape.of(Arrays.stream(sizes.trim().split(" "))
                .mapToInt(Integer::parseInt)
                .toArray());
    }
}
