package io.github.keras4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In which shapes each Keras took arrays of one axis more or less: {@code python-reference/input_axes.py}. */
class LastAxisTest {
    private static final Path RECORDED = Path.of("src/test/resources/input-axes");

    private static Shape shape(String text) {
        return Shape.of(Arrays.stream(text.split("x"))
                .mapToInt(size -> size.equals("?") ? Shape.UNKNOWN : Integer.parseInt(size))
                .toArray());
    }

    @ParameterizedTest
    @CsvSource({"keras-1.2.2, OF_NUMBERS", "keras-2.2.4, OF_NUMBERS", "tf-keras-2.15, OF_ONE", "keras-3, OF_ONE"})
    void an_array_is_taken_as_that_keras_takes_it_or_not_at_all(String generation, LastAxis axis) throws IOException {
        List<String> lines = Files.readAllLines(RECORDED.resolve(generation + ".txt"));
        assertThat(lines).hasSizeGreaterThan(150);
        int taken = 0;
        for (String line : lines) {
            String[] parts = line.split(" ");
            Shape wanted = shape(parts[1]);
            Shape ours = axis.conform(shape(parts[2]), wanted);
            boolean answered = !parts[3].equals("refused");
            // an Activation computes on any shape: what Keras took and is not the input's shape, no other layer would
            // take
            if (answered && shape(parts[3]).isCompatibleWith(wanted)) {
                assertThat(ours).as(line).isEqualTo(shape(parts[3]));
                taken++;
            } else {
                assertThat(ours.isCompatibleWith(wanted)).as(line).isFalse();
            }
        }
        assertThat(taken).isGreaterThan(10);
    }
}
