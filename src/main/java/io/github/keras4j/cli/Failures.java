package io.github.keras4j.cli;

import io.github.keras4j.Keras4jException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What the user sees when it does not work: one line for what they can mend, a stack trace for our own faults. */
final class Failures {
    private Failures() {}

    /** Wrong usage, with picocli's suggestion where it has one. */
    static int usage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        StringBuilder line = new StringBuilder(oneLine(String.valueOf(e.getMessage())));
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            line.append("; did you mean: ").append(String.join(", ", unmatched.getSuggestions()));
        }
        say(command.getErr(), line + ". See '" + command.getCommandSpec().qualifiedName() + " --help'");
        return ExitCodes.USAGE;
    }

    /** What a command threw. */
    static int execution(Exception e, CommandLine command, ParseResult parsed) {
        if (e instanceof Keras4jException known) {
            say(command.getErr(), known.getMessage());
            return ExitCodes.UNREADABLE;
        }
        if (e instanceof StdoutWriter.ClosedPipeException) {
            return ExitCodes.CLOSED_PIPE;
        }
        if (e instanceof IOException) {
            say(command.getErr(), e.getClass().getSimpleName() + ": " + e.getMessage());
            return ExitCodes.UNREADABLE;
        }
        say(command.getErr(), "a fault of keras4j's own, please report it: " + e);
        e.printStackTrace(command.getErr());
        return ExitCodes.FAULT;
    }

    /** One line on stderr. */
    static void say(PrintWriter err, String message) {
        err.println("keras4j: " + oneLine(message));
        err.flush();
    }

    /** A text short enough for one line among others. */
    static String cut(String text) {
        return text.length() > 200 ? text.substring(0, 197) + "..." : text;
    }

    private static String oneLine(String message) {
        String line = message.strip().replaceAll("\\s*\\R\\s*", " ");
        return line.toLowerCase(Locale.ROOT).startsWith("keras4j: ") ? line.substring(9) : line;
    }
}
