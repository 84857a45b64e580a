package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.compare.Cause;
import io.github.keras4j.compare.Explanation;
import io.github.keras4j.compare.Verification;
import io.github.keras4j.compare.Verification.Failed;
import io.github.keras4j.data.FixtureStore;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.verify.VerifyOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Faults planted by {@code python-reference/planted.py}: what real Keras answered with the right model beside the file
 * of the faulty one. Where several causes would look right, or none is known, none may be named.
 */
class PlantedByKerasTest {
    private static final Path FOLDER = Path.of("src/test/resources/planted");

    record Fault(String name, Path folder, String layer, Optional<Cause.Kind> cause) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Fault> faults() {
        return FixtureStore.find(List.of(FOLDER)).stream().map(PlantedByKerasTest::fault);
    }

    private static Fault fault(FixtureStore.Found found) {
        try {
            JsonNode fault =
                    JsonMapper.shared().readTree(Files.readString(found.folder().resolve("fault.json")));
            return new Fault(
                    found.name(),
                    found.folder(),
                    fault.get("layer").stringValue(),
                    Optional.ofNullable(fault.get("cause").stringValue(null)).map(Cause.Kind::valueOf));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void the_first_layer_is_named_and_never_a_wrong_cause(Fault fault) {
        Verification verification = Keras4j.verify(
                List.of(fault.folder()), VerifyOptions.DEFAULT.withEngines(EngineChoice.PUREJAVA), result -> {});

        assertThat(verification.results().get(0).outcome()).isInstanceOf(Failed.class);
        Explanation explanation = ((Failed) verification.results().get(0).outcome()).explanation();
        assertThat(explanation.first()).as(explanation.message()).isPresent();
        assertThat(explanation.first().get().layer().name())
                .as(explanation.message())
                .isEqualTo(fault.layer());
        if (fault.cause().isPresent()) {
            assertThat(explanation.kind()).as(explanation.message()).isEqualTo(fault.cause());
        } else {
            assertThat(explanation.cause()).as(explanation.message()).isEmpty();
        }
    }

    @Test
    void of_the_faults_that_keras_planted_most_have_a_known_cause_and_some_are_traps() {
        List<Fault> all = faults().toList();

        assertThat(all.stream().filter(fault -> fault.cause().isPresent())).hasSizeGreaterThanOrEqualTo(20);
        assertThat(all.stream().filter(fault -> fault.cause().isEmpty())).hasSizeGreaterThanOrEqualTo(8);
    }
}
