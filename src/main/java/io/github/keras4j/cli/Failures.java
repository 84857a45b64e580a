package io.github.keras4j.cli;

import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.limits.PlainText;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints failures: one line for what the user can fix, a stack trace for our own bugs. */
final class Failures {
    /** The property that has traces of the JVM's errors printed. */
    static final String TRACE = "keras4j.trace";

    private Failures() {}

    /**
     * Registers the handlers with picocli. They are classes: a method reference to picocli's old interface would keep
     * that out of the archive of classes, and loading it from the jars takes a fifth of the command line's start.
     */
    static void handle(CommandLine line) {
        line.setParameterExceptionHandler(new Usage()).setExecutionExceptionHandler(new Execution());
    }

    private static final class Usage implements IParameterExceptionHandler {
        @Override
        public int handleParseException(ParameterException e, String[] args) {
            return usage(e);
        }
    }

    private static final class Execution implements IExecutionExceptionHandler {
        @Override
        public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
            return execution(e, command);
        }
    }

    /** Wrong usage, with picocli's suggestion where it has one. */
    private static int usage(ParameterException e) {
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
    private static int execution(Exception e, CommandLine command) {
        if (e instanceof InputException bad) {
            say(command.getErr(), bad.getMessage());
            return ExitCodes.BAD_LINES;
        }
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
        for (Throwable cause = e; cause != null && cause.getCause() != cause; cause = cause.getCause()) {
            if (cause instanceof Error error) { // of a thread that answered for this one
                return error(error, command.getErr());
            }
        }
        fault(e, command.getErr());
        return ExitCodes.FAULT;
    }

    /** One line for a fault of ours; its trace is asked for by the property, since it helps nobody else. */
    static void fault(Throwable e, PrintWriter err) {
        StackTraceElement[] trace = e.getStackTrace();
        say(
                err,
                "a fault of keras4j's own, please report it: " + cut(e.toString())
                        + (trace.length == 0 ? "" : " at " + trace[0]) + " (JAVA_OPTS=-D" + TRACE
                        + "=true prints the trace)");
        if (Boolean.getBoolean(TRACE)) {
            e.printStackTrace(err);
        }
    }

    /** What the JVM threw: one line with what helps; the trace goes to stderr with the property. */
    static int error(Error e, PrintWriter err) {
        Throwable root = e;
        for (int depth = 0; root.getCause() != null && depth < 100; depth++) {
            root = root.getCause();
        }
        say(err, hint(root) + " (" + cut(root.toString()) + "; JAVA_OPTS=-D" + TRACE + "=true prints where)");
        if (Boolean.getBoolean(TRACE)) {
            e.printStackTrace(err);
        }
        return ExitCodes.FAULT;
    }

    private static String hint(Throwable e) {
        if (e instanceof OutOfMemoryError) {
            return "the heap of " + (Runtime.getRuntime().maxMemory() >> 20)
                    + " MB is too small for this. Give Java more, as JAVA_OPTS=-Xmx8g does, or less input at once";
        }
        if (e instanceof StackOverflowError) {
            return "something is nested too deeply. Give Java a larger stack, as JAVA_OPTS=-Xss64m does";
        }
        if (e instanceof UnsatisfiedLinkError) {
            return "Deeplearning4j's natives can't be loaded. They are unpacked into ~/.javacpp, which must be writable"
                    + " and allow to execute; -Dorg.bytedeco.javacpp.cachedir=FOLDER names another";
        }
        if (e instanceof NoClassDefFoundError || e instanceof ClassNotFoundException) {
            return "a class is missing. keras4j.jar needs the folder lib beside it: move both";
        }
        return "the JVM failed";
    }

    /** One line on stderr. */
    static void say(PrintWriter err, String message) {
        err.println("keras4j: " + PlainText.of(oneLine(message)));
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
