package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command blocks of a page of documentation, and what the page says that they print. */
final class CommandBlocks {
    private static final Pattern BLOCK = Pattern.compile(
            "(?:<!-- (exit code (\\d+)|needs [^>]*) -->\n)?```sh\n(.*?)```\n(?:\n```text\n(.*?)```\n)?",
            Pattern.DOTALL);

    private CommandBlocks() {}

    /**
     * One block.
     *
     * @param needs what it takes that a build has not; empty: nothing
     * @param expected the lines that must be among what is printed, in this order
     */
    record Block(int exitCode, String needs, String commands, List<String> expected) {
        Block with(String placeholder, Object value) {
            return new Block(exitCode, needs, commands.replace(placeholder, value.toString()), expected);
        }
    }

    static List<Block> of(Path page) throws IOException {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(page));
        while (matcher.find()) {
            String comment = matcher.group(1) == null ? "" : matcher.group(1);
            blocks.add(new Block(
                    matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2)),
                    comment.startsWith("needs ") ? comment.substring(6) : "",
                    matcher.group(3),
                    matcher.group(4) == null
                            ? List.of()
                            : matcher.group(4).lines().toList()));
        }
        return blocks;
    }

    /** Runs it by bash in the repository's root, with that folder first in the path; what it printed. */
    static String run(Block block, Path bin, Path output) throws IOException, InterruptedException {
        return run(block, Path.of(""), bin, output);
    }

    /** The same in another folder. */
    static String run(Block block, Path folder, Path bin, Path output) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", block.commands())
                .directory(folder.toAbsolutePath().toFile())
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
        assertThat(said).doesNotContain("\tat ");
        return said;
    }
}
