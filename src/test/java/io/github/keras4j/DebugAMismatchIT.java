package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.keras4j.CommandBlocks.Block;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every step of {@code docs/debug-a-mismatch.md} on a model in which one weight of an LSTM is another than real Keras
 * had, and what the page says that it prints.
 */
class DebugAMismatchIT {
    private static final Path PLANTED = Path.of("src/test/resources/planted/tf-keras-2.15/weight-of-lstm");

    @TempDir
    static Path folder;

    private static Path bin;
    private static Path other;
    private static Path lines;
    private static Path python;

    @BeforeAll
    static void material() throws Exception {
        bin = Files.createDirectories(folder.resolve("bin"));
        other = Files.copy(
                PLANTED.resolve("model.h5"), folder.resolve("other.h5"), StandardCopyOption.REPLACE_EXISTING);
        WeightInFile.change(other);
        String sample = "[[0, 0, 0], [0.5, 1, 0], [0, 0, 1], [1, 1, 1], [0, 2, 0], [0, 0, 0]]";
        lines = Files.writeString(folder.resolve("lines.jsonl"), sample + "\n" + sample + "\n");
        try (KerasPort port = Keras4j.load(PLANTED)) {
            float[] answer = port.predict(io.github.keras4j.data.JsonTensors.read(
                                    io.github.keras4j.data.Json.parse("[" + sample + "]"))
                            .cast(io.github.keras4j.tensor.DType.FLOAT32))
                    .toFloats();
            String right = "[" + answer[0] + ", " + answer[1] + ", " + answer[2] + "]\n";
            String wrong = "[" + answer[0] + ", " + (answer[1] + 0.1f) + ", " + answer[2] + "]\n";
            python = Files.writeString(folder.resolve("python.jsonl"), right + wrong);
        }
    }

    @TestFactory
    Stream<DynamicTest> every_step_does_what_it_says() throws Exception {
        List<Block> blocks = CommandBlocks.of(Path.of("docs/debug-a-mismatch.md"));
        assertThat(blocks).hasSize(8);
        return blocks.stream().map(block -> dynamicTest(block.commands().strip(), () -> step(block)));
    }

    private static void step(Block block) throws Exception {
        if (block.needs().equals("Keras")) {
            assumeTrue(keras().isPresent(), "the python on the PATH has no Keras that is known here");
        }
        Block step = block.with("FIXTURE", PLANTED)
                .with("OTHER.h5", other)
                .with("LINES.jsonl", lines)
                .with("PYTHON.jsonl", python)
                .with("java.jsonl", folder.resolve("java.jsonl"))
                .with("report.html", folder.resolve("report.html"))
                .with("MODEL", keras().orElse("none"))
                .with("RECORDED", folder.resolve("recorded"));
        String said = CommandBlocks.run(step, bin, folder.resolve("output.txt"));
        assertThat(numbersLeftOut(said)).contains(numbersLeftOut(String.join("\n", step.expected())));
        if (step.commands().contains("--html")) {
            assertThat(folder.resolve("report.html")).content().contains("one weight, recurrent_kernel[3, 12]");
        }
    }

    /** A model that the Keras of the python on the PATH can load; empty without one. */
    private static Optional<String> keras() throws Exception {
        try {
            Process process = new ProcessBuilder("python", "-c", "import keras; print(keras.__version__)")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            String generation = version.startsWith("3.")
                    ? "keras-3"
                    : version.startsWith("2.15") ? "tf-keras-2.15" : version.startsWith("2.2") ? "keras-2.2.4" : "none";
            Path model = Path.of("fixtures/alphabet", generation, "three-char-time-steps/model.h5");
            return process.waitFor() == 0 && Files.exists(model) ? Optional.of(model.toString()) : Optional.empty();
        } catch (IOException noPython) {
            return Optional.empty();
        }
    }

    /** The last bits are the processor's: how wide its vectors are decides the order of sums. */
    private static String numbersLeftOut(String text) {
        return text.lines()
                .map(line -> line.replaceAll("\\b[0-9a-f]{8}\\b", "BITS")
                        .replaceAll("-?\\d+\\.\\d+(e[-+]\\d+)?", "NUMBER")
                        .replaceAll("[\\d,]+ ulp", "ULPS"))
                .collect(Collectors.joining("\n"));
    }
}
