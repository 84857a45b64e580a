package io.github.keras4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every {@code keras4j} command of some pages under {@code docs/} in the repository's root, and looks for every line of
 * the text block after it. A comment before a block says what it needs that a build has not, {@code <!-- needs ... -->}, or
 * how it ends, {@code <!-- exit code 1 -->}.
 */
class DocCommandsTest {
    private static final Pattern BLOCK = Pattern.compile(
            "(?:<!-- (exit code (\\d+)|needs [^>]*) -->\n)?```sh\n(.*?)```\n(?:\n```text\n(.*?)```\n)?",
            Pattern.DOTALL);

    private static final List<Path> PAGES = List.of(Path.of("docs/prove.md"), Path.of("docs/validate.md"));

    @TestFactory
    List<DynamicTest> every_command_does_what_the_page_says() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : PAGES) {
            Matcher block = BLOCK.matcher(Files.readString(page));
            while (block.find()) {
                String comment = block.group(1) == null ? "" : block.group(1);
                String commands = block.group(3);
                if (comment.startsWith("needs") || !commands.startsWith("keras4j ")) {
                    continue;
                }
                int code = block.group(2) == null ? 0 : Integer.parseInt(block.group(2));
                List<String> expected = block.group(4) == null
                        ? List.of()
                        : block.group(4).lines().toList();
                tests.add(dynamicTest(page + ": " + commands.strip(), () -> run(commands, code, expected)));
            }
        }
        assertThat(tests).hasSize(2);
        return tests;
    }

    private static void run(String commands, int code, List<String> expected) {
        StringBuilder said = new StringBuilder();
        int last = 0;
        for (String command : commands.replace("\\\n", " ").lines().toList()) {
            assertThat(command).startsWith("keras4j ");
            Cli ran = Cli.run(
                    (Object[]) command.substring("keras4j ".length()).trim().split("\\s+"));
            said.append(ran.out()).append(ran.err());
            last = ran.code();
        }
        assertThat(last).as(said.toString()).isEqualTo(code);
        assertThat(said.toString().lines()).containsAll(expected);
    }
}
