package io.github.keras4j.cli;

import io.github.keras4j.engine.purejava.PureJavaEngine;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program {@code keras4j}. */
@Command(
        name = "keras4j",
        description = "Brings a trained Keras model to Java, proves that the port is right, and runs it.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            InspectCommand.class,
            PredictCommand.class,
            VerifyCommand.class,
            CompareCommand.class,
            FixtureCommand.class,
            TrainCommand.class,
            ConvertCommand.class,
            BenchCommand.class
        },
        footer = {
            "",
            "MODEL is an .h5, a .keras, a fixture's folder, or a weights file with --config FILE.json.",
            "Exit codes: 0 all well, 1 a difference, 2 wrong usage, 3 a model or fixture can't be read or run,",
            "4 some input lines were bad, 70 a fault of keras4j's."
        })
public final class Main implements Runnable {
    /** jHDF and DL4J log through SLF4J; nothing of it is a result, so no logging framework starts unless asked for. */
    private static final String LOGGING = "slf4j.provider";

    private static final Set<String> NEEDS_SPEED = Set.of("predict", "bench");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Runs the command and ends the process with its code. */
    public static void main(String[] args) {
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(LOGGING, "org.slf4j.helpers.NOP_FallbackServiceProvider");
            System.setProperty("slf4j.internal.verbosity", "WARN"); // else SLF4J says on stderr which one it takes
        }
        PrintWriter out = new StdoutWriter();
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        if (args.length > 0 && NEEDS_SPEED.contains(args[0]) && !PureJavaEngine.isFast()) {
            err.println("keras4j: without the JVM option --add-modules jdk.incubator.vector, which bin/keras4j gives,"
                    + " purejava computes several times slower");
        }
        int code = execute(out, err, args);
        out.flush();
        System.exit(code);
    }

    /** Runs the command in this process and returns its code. */
    public static int execute(PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Failures::usage)
                .setExecutionExceptionHandler(Failures::execution);
        return line.execute(args);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing");
    }

    /** The version from the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"keras4j " + number()};
        }

        static String number() {
            String version = Main.class.getPackage().getImplementationVersion();
            return version == null ? "(not from its jar)" : version;
        }
    }
}
