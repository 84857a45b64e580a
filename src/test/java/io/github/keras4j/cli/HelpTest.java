package io.github.keras4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** What a newcomer reads first. */
class HelpTest {
    @Test
    void examples_are_commands_that_are_understood() {
        assertThat(Main.EXAMPLES.keySet())
                .isEqualTo(Main.line("").getSubcommands().keySet());
        Main.EXAMPLES.forEach((command, examples) -> {
            assertThat(examples).isNotEmpty();
            for (String example : examples) {
                assertThat(run(command, "--help")).contains("keras4j " + example);
                String[] arguments = example.replaceFirst(" > .*", "").split(" ");
                assertThat(arguments[0]).isEqualTo(command);
                Main.line(command)
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .parseArgs(arguments); // throws for what it does not understand
            }
        });
    }

    @Test
    void completion_knows_every_command_and_option() {
        assertThat(run("completion"))
                .contains("complete -F _complete_keras4j", "--class-path")
                .contains(Main.EXAMPLES.keySet());
    }

    private static String run(String... args) {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text, true);
        assertThat(Main.execute(writer, writer, args)).as(text.toString()).isZero();
        return text.toString();
    }
}
