package example;

import io.github.keras4j.junit.KerasFixture;
import io.github.keras4j.junit.KerasFixtures;
import org.junit.jupiter.params.ParameterizedTest;

/** Every model that we ship still answers as it did in Python. */
class ModelsTest {
    @ParameterizedTest
    @KerasFixtures("src/test/resources/models")
    void is_what_python_said(KerasFixture fixture) {
        fixture.verify();
    }
}
