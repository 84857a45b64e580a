package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs every command block of the README on the jar that was just packaged, and looks for every line of the text
 * block after it. A {@code mvn} that does nothing stands in the PATH: the build that runs this test is that command.
 */
class ReadmeIT {
    private static final Pattern BLOCK = Pattern.compile(
            "(?:<!-- exit code (\\d+) -->\n)?```sh\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", Pattern.DOTALL);

    @TempDir
    static Path folder;

    private record Block(int exitCode, String commands, List<String> expected) {}

    @TestFactory
    Stream<DynamicTest> every_command_block_does_what_it_says() throws IOException {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(Path.of("README.md")));
        while (matcher.find()) {
            int code = matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1));
            List<String> expected = matcher.group(3) == null
                    ? List.of()
                    : matcher.group(3).lines().toList();
            blocks.add(new Block(code, matcher.group(2), expected));
        }
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(6);
        return blocks.stream().map(block -> dynamicTest(block.commands().strip(), () -> run(block)));
    }

    private static void run(Block block) throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path mvn = bin.resolve("mvn");
        Files.writeString(mvn, "#!/bin/sh\nexit 0\n");
        assertThat(mvn.toFile().setExecutable(true)).isTrue();
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", block.commands())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        String java = Path.of(System.getProperty("java.home"), "bin").toString();
        builder.environment().merge("PATH", bin + ":" + java, (old, first) -> first + ":" + old);
        Process process = builder.start();
        boolean ended = process.waitFor(15, TimeUnit.MINUTES);
        process.destroyForcibly();
        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended).as("ended in time; said:\n%s", said).isTrue();
        assertThat(process.exitValue()).as("said:\n%s", said).isEqualTo(block.exitCode());
        assertThat(said.lines()).containsAll(block.expected());
        assertThat(said).doesNotContain("\tat ");
    }
}
