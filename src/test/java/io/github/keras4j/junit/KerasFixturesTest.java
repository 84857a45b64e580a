package io.github.keras4j.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.errors.FixtureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

class KerasFixturesTest {
    private static final Path ONE = Path.of("fixtures/layers/keras-3/activation-elu");

    @TempDir
    Path folder;

    @ParameterizedTest
    @KerasFixtures("fixtures/alphabet/keras-1.2.2")
    void a_fixture_is_an_argument(KerasFixture fixture) {
        fixture.verify();
    }

    @TestFactory
    Stream<DynamicTest> a_fixture_is_a_dynamic_test() {
        return FixtureTests.in(ONE);
    }

    @Test
    void should_fail_if_there_is_no_fixture() {
        assertThatThrownBy(() -> FixtureTests.in(folder))
                .isInstanceOf(FixtureException.class)
                .hasMessageContaining("No fixture found");
    }

    @Test
    void should_fail_if_a_number_is_another() throws IOException {
        try (Stream<Path> files = Files.list(ONE)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
        Path json = folder.resolve("fixture.json");
        String text = Files.readString(json);
        String changed =
                text.replaceFirst("(\"outputs\": \\[\\s*\\{\"name\": \"[^\"]*\", \"data\": \\[+)[^,]*", "$10.5");
        assertThat(changed).isNotEqualTo(text);
        Files.writeString(json, changed);

        KerasFixture fixture = KerasFixture.in(folder).get(0);

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(fixture::verify)
                .withMessageContaining("Java's numbers are not Python's")
                .withMessageContaining("Greatest absolute difference")
                .withMessageContaining("at (0, 0");
    }
}
