package io.github.keras4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.errors.MalformedArchiveException;
import io.github.keras4j.model.dialect.CanonicalModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no model, or no longer one, is an exception with one line that says what to do. */
class DamagedArchivesTest {
    private static final Path H5 = Path.of("fixtures/layers/keras-2.2.4/lstm/model.h5");
    private static final Path KERAS = Path.of("fixtures/layers/keras-3/additive-attention-embedded/model.keras");

    @TempDir
    Path folder;

    @Test
    void should_name_a_missing_file() {
        refuses(folder.resolve("missing.h5"), "no such file");
    }

    @Test
    void should_say_that_a_text_file_is_no_model() throws IOException {
        refuses(write("text.h5", "hello, I am text".getBytes(StandardCharsets.UTF_8)), "a text file beginning 'hello");
    }

    @Test
    void should_say_that_a_file_is_empty() throws IOException {
        refuses(write("empty.h5", new byte[0]), "an empty file");
    }

    @Test
    void should_refuse_a_folder() {
        refuses(folder, "is a folder");
    }

    @Test
    void should_ask_for_the_configuration_when_there_are_weights_only() {
        refuses(Path.of("fixtures/layers/keras-1.2.2/dense-weights-only/model.h5"), "--config");
    }

    @Test
    void should_refuse_a_zip_that_is_no_model() throws IOException {
        Path zip = folder.resolve("other.keras");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("readme.txt"));
            out.closeEntry();
        }
        refuses(zip, "no config.json in it");
    }

    @Test
    void should_refuse_a_zip_bomb() throws IOException {
        Path zip = folder.resolve("bomb.keras");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("config.json"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 300; i++) {
                out.write(zeros);
            }
            out.closeEntry();
        }
        refuses(zip, "config.json");
    }

    @Test
    void should_refuse_a_cut_off_file_at_any_length() throws IOException {
        for (Path whole : new Path[] {H5, KERAS}) {
            byte[] bytes = Files.readAllBytes(whole);
            for (int i = 0; i < 25; i++) {
                Path cut = write("cut", java.util.Arrays.copyOf(bytes, (int) ((long) bytes.length * i / 25)));
                assertThatThrownBy(() -> CanonicalModels.read(KerasArchives.open(cut)))
                        .isInstanceOf(Keras4jException.class)
                        .message()
                        .doesNotContain("\n");
            }
        }
    }

    @Test
    void should_read_or_refuse_a_file_with_changed_bytes() throws IOException {
        int refused = 0;
        for (Path whole : new Path[] {H5, KERAS}) {
            byte[] bytes = Files.readAllBytes(whole);
            for (int seed = 0; seed < 150; seed++) {
                Random random = new Random(seed);
                byte[] changed = bytes.clone();
                for (int i = 0; i < 1 + seed % 8; i++) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                }
                try {
                    CanonicalModels.read(KerasArchives.open(write("changed", changed)));
                } catch (Keras4jException e) {
                    refused++;
                    assertThat(e.getMessage()).isNotBlank();
                }
            }
        }
        assertThat(refused).isGreaterThan(10);
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static void refuses(Path path, String part) {
        assertThatThrownBy(() -> KerasArchives.open(path))
                .isInstanceOf(MalformedArchiveException.class)
                .hasMessageContaining(part)
                .message()
                .doesNotContain("\n");
    }
}
