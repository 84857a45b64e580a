package io.github.keras4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.tensor.Tensor;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFileTest {
    @TempDir
    Path folder;

    private Path json(String text) throws Exception {
        return Files.writeString(folder.resolve("x.json"), text);
    }

    @Test
    void one_input_needs_no_name() throws Exception {
        assertThat(InputFile.read(json("[[1, 2], [3, 4]]"), List.of("a")).get(0).toFloats())
                .containsExactly(1, 2, 3, 4);
        assertThat(InputFile.read(json("{\"a\": [[1.5]]}"), List.of("a")).get(0).toFloats())
                .containsExactly(1.5f);
    }

    @Test
    void several_inputs_come_in_the_model_s_order() throws Exception {
        Path file = folder.resolve("x.npz");
        try (OutputStream out = Files.newOutputStream(file)) {
            NpzWriter.write(Map.of("a", Tensor.of(new float[][] {{1}}), "b", Tensor.of(new float[][] {{2}})), out);
        }
        assertThat(InputFile.read(file, List.of("b", "a")).stream().map(tensor -> tensor.getDouble(0)))
                .containsExactly(2.0, 1.0);
    }

    @Test
    void should_fail_if_names_are_not_the_model_s() throws Exception {
        assertThatThrownBy(() -> InputFile.read(json("{\"c\": [[1]], \"a\": [[1]]}"), List.of("a", "b")))
                .isInstanceOf(Keras4jException.class)
                .hasMessageContaining("The inputs are [a, b]. Received: ")
                .hasMessageEndingWith(" with [c, a]");
        assertThatThrownBy(() -> InputFile.read(json("[[1]]"), List.of("a", "b")))
                .hasMessageContaining("one array without a name");
        assertThatThrownBy(() -> InputFile.read(folder.resolve("x.csv"), List.of("a")))
                .hasMessageContaining("Inputs are read from .npy, .npz or .json. Received: ");
    }
}
