package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs every command of {@code docs/first-days.md} in a copy of the files that the page speaks of. */
class FirstDaysIT {
    private static final Path FILES = Path.of("src/test/resources/first-days");

    @TempDir
    static Path folder;

    @TestFactory
    Stream<DynamicTest> every_command_does_what_the_page_says() throws IOException {
        try (Stream<Path> files = Files.walk(FILES)) {
            for (Path file : files.toList()) {
                Path copy = folder.resolve("day").resolve(FILES.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                if (Files.isRegularFile(file)) {
                    Files.copy(file, copy);
                }
            }
        }
        List<CommandBlocks.Block> blocks = CommandBlocks.of(Path.of("docs/first-days.md"));
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(7);
        return blocks.stream().map(block -> dynamicTest(block.commands().strip(), () -> run(block)));
    }

    private static void run(CommandBlocks.Block block) throws Exception {
        assumeTrue(block.needs().isEmpty(), "needs " + block.needs());
        Path bin = Path.of("bin").toAbsolutePath();
        String said = CommandBlocks.run(block, folder.resolve("day"), bin, folder.resolve("output.txt"));
        for (String line : block.expected()) {
            assertThat(said.lines()).as(said).anyMatch(one -> one.startsWith(line));
        }
    }
}
