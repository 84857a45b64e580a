package io.github.keras4j.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static Explanation of(int causes) {
        return new Explanation(
                Optional.empty(),
                "",
                IntStream.range(0, causes)
                        .mapToObj(i -> new Cause(Cause.Kind.WEIGHT, "dense", "weight " + i))
                        .toList());
    }

    @Test
    void one_change_is_the_cause() {
        assertThat(of(1).message()).isEqualTo("\n  Cause: weight 0; run again with it, every call matches");
    }

    @Test
    void of_several_each_has_a_line_and_none_is_the_cause() {
        assertThat(of(2).message())
                .isEqualTo("\n  Each of these alone removes the difference, so the calls can't tell which it is:\n"
                        + "    weight 0\n"
                        + "    weight 1");
        assertThat(of(2).cause()).isEmpty();
    }

    @Test
    void of_many_the_first_few_are_told() {
        assertThat(of(10).message()).endsWith("    weight 3\n    and 6 more");
        assertThat(of(4).message()).endsWith("    weight 3");
    }
}
