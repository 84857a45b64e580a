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

/**
 * Runs every command block of the README on the jar that was just packaged, and looks for every line of the text
 * block after it. A {@code mvn} that does nothing stands in the PATH: the build that runs this test is that command.
 */
class ReadmeIT {
    @TempDir
    static Path folder;

    @TestFactory
    Stream<DynamicTest> every_command_block_does_what_it_says() throws IOException {
        List<CommandBlocks.Block> blocks = CommandBlocks.of(Path.of("README.md"));
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(7);
        return blocks.stream().map(block -> dynamicTest(block.commands().strip(), () -> run(block)));
    }

    private static void run(CommandBlocks.Block block) throws Exception {
        assumeTrue(block.needs().isEmpty(), "needs " + block.needs());
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path mvn = bin.resolve("mvn");
        Files.writeString(mvn, "#!/bin/sh\nexit 0\n");
        assertThat(mvn.toFile().setExecutable(true)).isTrue();
        String said = CommandBlocks.run(block, bin, folder.resolve("output.txt"));
        assertThat(said.lines()).containsAll(block.expected());
    }
}
