package io.github.keras4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.errors.MalformedArchiveException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file that is no model is named for what it is, with what to do. */
class FileKindTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version https://git-lfs.github.com/spec/v1 | git lfs pull",
                "<!DOCTYPE html><html> | Download the file again",
                "{\"class_name\": \"Sequential\"} | with --config",
                "class_name: Sequential | YAML",
                "some words | a text file beginning 'some words'"
            })
    void text_is_named(String content, String said) {
        assertThat(says(content.getBytes(StandardCharsets.UTF_8), "model.h5")).contains(said);
    }

    @Test
    void an_architecture_in_yaml_is_named(@TempDir Path folder) throws IOException {
        Path yaml = Files.writeString(folder.resolve("model.yaml"), "backend: tensorflow\nclass_name: Sequential\n");
        assertThatThrownBy(() -> KerasArchives.open(folder.resolve("weights.h5"), yaml))
                .isInstanceOf(MalformedArchiveException.class)
                .hasMessageContaining("is YAML")
                .hasMessageContaining("model_from_yaml(open('model.yaml')");
    }

    @Test
    void bytes_are_named() {
        assertThat(says(new byte[] {(byte) 0x80, 4, 1, 2}, "model.h5")).contains("a pickle");
        assertThat(says(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'}, "x.h5"))
                .contains("a numpy array");
        assertThat(says(new byte[] {0x1f, (byte) 0x8b, 8}, "model.h5")).contains("a gzip file");
        assertThat(says(new byte[] {8, 1, 18, 3}, "saved_model.pb")).contains("SavedModel");
        assertThat(says(new byte[] {8, 1, 18, 3}, "model.h5")).contains("4 bytes with another signature");
        assertThat(says(new byte[0], "model.h5")).contains("an empty file");
    }

    @Test
    void the_error_says_it(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("model.h5"), "version https://git-lfs.github.com/spec/v1\n");
        assertThatThrownBy(() -> KerasArchives.open(file))
                .isInstanceOf(MalformedArchiveException.class)
                .hasMessageContaining("is not a Keras model: neither HDF5 nor a .keras zip")
                .hasMessageContaining("git lfs pull");
    }

    private static String says(byte[] start, String name) {
        return new FileKind(start, start.length, name).says();
    }
}
