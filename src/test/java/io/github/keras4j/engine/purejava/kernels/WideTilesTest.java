package io.github.keras4j.engine.purejava.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
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

    /**
     * C1 compiles every tile, also where it enters one in its loop. A tile that it gives up on never gets a profile, so that C2
     * does not compile it: with one row more this was so, and products took a hundred times as long.
     */
    @Test
    void no_tile_is_too_large_for_c1() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        java.toString(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-XX:TieredStopAtLevel=3",
                        "-Xbatch",
                        "-XX:Tier3BackEdgeThreshold=500",
                        "-XX:+PrintCompilation",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RunTiles.class.getName())
                .redirectErrorStream(true)
                .start();
        String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(log).isZero();
        assertThat(log).doesNotContain("COMPILE SKIPPED");
        if (WideKernels.fit()) {
            assertThat(log).containsPattern("% .*WideTiles::tile12x2 @").contains("WideTiles::tile8x2 (");
        }
    }

    /** Without what the formatter changes. */
    private static String words(Path file) throws Exception {
        return Files.readString(file).replaceAll("\\s+", "");
    }
}
