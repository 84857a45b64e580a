package io.github.keras4j.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The first word of a line in green or red, on a terminal only and not where NO_COLOR is set (no-color.org).
 *
 * @param on whether there are colours at all
 */
public record Colors(boolean on) {
    private static final Path STDOUT = Path.of("/proc/self/fd/1");
    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";

    /** {@return colours if stdout is a terminal} */
    public static Colors ofStdout() {
        return new Colors(System.getenv("NO_COLOR") == null && System.console() != null && isTerminal());
    }

    /** Where Linux tells what stdout is; elsewhere a console is enough. */
    private static boolean isTerminal() {
        try {
            return !Files.exists(STDOUT) || STDOUT.toRealPath().toString().matches("/dev/(pts/|tty|console).*");
        } catch (IOException e) {
            return false;
        }
    }

    /** A result's lines: {@code ok}, {@code FAILED} and {@code ERROR} in colour. */
    public String result(String text) {
        if (!on) {
            return text;
        }
        return text.replaceAll("(?m)^ok\\b", GREEN + "ok" + PLAIN)
                .replaceAll("(?m)^(FAILED|ERROR)\\b", RED + "$1" + PLAIN);
    }

    /**
     * A closing line, all of it in colour.
     *
     * @param text the line
     * @param passes whether all is well
     */
    public String closing(String text, boolean passes) {
        return on ? (passes ? GREEN : RED) + text + PLAIN : text;
    }
}
