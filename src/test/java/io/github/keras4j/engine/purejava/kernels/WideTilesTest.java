package io.github.keras4j.engine.purejava.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed tiles are those that src/build/WideTiles.java writes. */
class WideTilesTest {
    private static final Path COMMITTED =
            Path.of("src/main/java/io/github/keras4j/engine/purejava/kernels/WideTiles.java");

    @Test
    void the_tiles_are_what_their_generator_writes(@TempDir Path folder) throws Exception {
        Path written = folder.resolve("WideTiles.java");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process generator = new ProcessBuilder(
                        java.toString(), "-XX:TieredStopAtLevel=1", "src/build/WideTiles.java", written.toString())
                .inheritIO()
                .start();
        assertThat(generator.waitFor()).isZero();
        assertThat(words(COMMITTED)).isEqualTo(words(written)).contains("tile12x2", "tile4x1");
    }

    /** Without what the formatter changes. */
    private static String words(Path file) throws Exception {
        return Files.readString(file).replaceAll("\\s+", "");
    }
}
