package io.github.keras4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.errors.FixtureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FixtureReaderTest {
    private static final String CALL =
            "{\"inputs\": [{\"name\": \"a\", \"data\": [[1.5]]}], \"outputs\": [{\"data\": [[2]]}]}";

    @TempDir
    Path folder;

    private Fixture read(String json) throws IOException {
        Files.writeString(folder.resolve("fixture.json"), json);
        return FixtureReader.read(folder);
    }

    @Test
    void the_least_fixture_is_a_model_and_a_call() throws IOException {
        Fixture fixture = read("{\"format\": 1, \"model\": \"m.h5\", \"calls\": [" + CALL + "]}");
        assertThat(fixture.model()).isEqualTo(folder.resolve("m.h5"));
        assertThat(fixture.calls().get(0).inputs().get(0).name()).isEqualTo("a");
        assertThat(fixture.calls().get(0).resetStates()).isFalse();
        assertThat(fixture.reject()).isEmpty();
        assertThat(fixture.rtol()).isEmpty();
    }

    @Test
    void should_fail_if_a_key_is_unknown_on_any_level() {
        assertThatThrownBy(() -> read("{\"format\": 1, \"model\": \"m.h5\", \"call\": []}"))
                .isInstanceOf(FixtureException.class)
                .hasMessage("The fixture " + folder.resolve("fixture.json") + " has an unknown key. Received: 'call'; "
                        + "allowed are format, description, model, config, sha256, producer, tolerance, expect, "
                        + "recipe, calls, training");
        assertThatThrownBy(() -> read("{\"format\": 1, \"model\": \"m.h5\", \"calls\": [{\"reset\": true}]}"))
                .hasMessageContaining("Received: 'reset'; allowed are reset_states, inputs, outputs, layers");
        assertThatThrownBy(() -> read(
                        "{\"format\": 1, \"model\": \"m.h5\", \"tolerance\": {\"tol\": 1}, \"calls\": [" + CALL + "]}"))
                .hasMessageContaining("Received: 'tol'; allowed are rtol, atol");
    }

    @Test
    void should_fail_if_nothing_would_be_checked() {
        assertThatThrownBy(() -> read("{\"format\": 1, \"model\": \"m.h5\", \"calls\": []}"))
                .isInstanceOf(FixtureException.class)
                .hasMessageContaining("proves nothing");
    }

    @Test
    void should_fail_if_the_format_is_another() {
        assertThatThrownBy(() -> read("{\"format\": 2, \"model\": \"m.h5\"}"))
                .hasMessageContaining("'format' must be 1");
    }

    @Test
    void should_fail_if_a_file_lies_outside() {
        assertThatThrownBy(() -> read("{\"format\": 1, \"model\": \"../m.h5\", \"calls\": [" + CALL + "]}"))
                .hasMessageContaining("A fixture's files lie in its folder");
    }

    @Test
    void should_fail_if_a_key_stands_twice() {
        assertThatThrownBy(() -> read("{\"format\": 1, \"model\": \"m.h5\", \"model\": \"n.h5\"}"))
                .isInstanceOf(FixtureException.class)
                .hasMessageContaining("is not JSON");
    }

    @Test
    void a_checksum_that_differs_is_an_error_of_its_own() throws IOException {
        Files.writeString(folder.resolve("m.h5"), "abc");
        String abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        String head = "{\"format\": 1, \"model\": \"m.h5\", \"calls\": [" + CALL + "], \"sha256\": {\"m.h5\": \"";
        read(head + abc + "\"}}");
        assertThatThrownBy(() -> read(head + "0".repeat(64) + "\"}}"))
                .isInstanceOf(FixtureException.class)
                .hasMessage("sha256 mismatch: " + folder.resolve("m.h5") + " is not the file that was recorded. "
                        + "Received: " + abc + "; fixture.json says " + "0".repeat(64)
                        + ". Restore the file, or record the fixture again");
    }

    @Test
    void fixtures_are_found_at_any_depth_sorted_and_once() throws IOException {
        for (String name : List.of("b", "a/deep/er", "a/other")) {
            Files.createDirectories(folder.resolve(name));
            Files.writeString(folder.resolve(name).resolve("fixture.json"), "{}");
        }
        assertThat(FixtureStore.find(List.of(folder, folder.resolve("b"))))
                .extracting(FixtureStore.Found::name)
                .containsExactly("a/deep/er", "a/other", "b");
        assertThat(FixtureStore.find(List.of(folder.resolve("b"), folder.resolve("b/fixture.json"))))
                .extracting(FixtureStore.Found::name)
                .containsExactly("b");
    }

    @Test
    void should_fail_if_no_fixture_is_found() {
        assertThatThrownBy(() -> FixtureStore.find(List.of(folder)))
                .isInstanceOf(FixtureException.class)
                .hasMessageStartingWith("No fixture found. Received: " + folder);
        assertThatThrownBy(() -> FixtureStore.find(List.of(folder.resolve("none"))))
                .hasMessageEndingWith("none (missing)");
    }
}
