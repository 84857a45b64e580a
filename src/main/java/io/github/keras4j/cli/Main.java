package io.github.keras4j.cli;

import io.github.keras4j.engine.purejava.PureJavaEngine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The program {@code keras4j}. */
public final class Main implements Runnable {
    /**
     * SLF4J's property for its provider. jHDF and DL4J log through SLF4J; no logging framework starts unless asked for.
     */
    private static final String LOGGING = "slf4j.provider";

    /**
     * Logback's property for its file. A logback.xml at the root of our jar would take over the logs of projects that
     * depend on it.
     */
    private static final String LOGBACK_FILE = "logback.configurationFile";

    private static final Set<String> NEEDS_SPEED = Set.of("predict", "bench", "validate");

    /** What each command's help ends with. */
    static final Map<String, List<String>> EXAMPLES = Map.ofEntries(
            entry("inspect", "inspect model.h5", "inspect weights.h5 --config model.json --json"),
            entry(
                    "predict",
                    "predict model.keras -i instances.json",
                    "predict model.keras -i lines.jsonl -o answers.jsonl --resume"),
            entry(
                    "verify",
                    "verify fixtures",
                    "verify fixtures --engine all --layers --html report.html",
                    "verify model.keras --python .venv"),
            entry("record", "record model.keras -o fixtures/model --python .venv"),
            entry("compare", "compare old.h5 new.keras"),
            entry(
                    "fixture",
                    "fixture record model.keras --inputs x.npy -o fixtures/model",
                    "fixture review fixtures",
                    "fixture accept fixtures",
                    "fixture suggest fixtures/model -o more.npz"),
            entry("train", "train fixtures/training/my-run"),
            entry("fit", "fit model.h5 --x x.npy --y y.npy --epochs 10 --save trained.h5"),
            entry("evaluate", "evaluate model.h5 --x x.npy --y y.npy"),
            entry(
                    "validate",
                    "validate model.h5 --x x.npy --y y.npy --answers python.npy",
                    "validate model.h5 --x x.csv --y x.csv#label --python .venv"),
            entry("convert", "convert model.h5 -o model.keras", "convert model.h5 -o model.zip"),
            entry("bench", "bench model.h5", "bench model.h5 --engine purejava --batch-size 64"),
            entry("completion", "completion > keras4j.bash"));

    private final CommandSpec spec = Specs.command(
            this, "keras4j", "Brings a trained Keras model to Java, proves that the port is right, and runs it.");

    private static Map.Entry<String, List<String>> entry(String command, String... examples) {
        return Map.entry(command, List.of(examples));
    }

    /** Runs the command and ends the process with its code. */
    public static void main(String[] args) {
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(LOGGING, "org.slf4j.helpers.NOP_FallbackServiceProvider");
            System.setProperty("slf4j.internal.verbosity", "WARN"); // else SLF4J says on stderr which one it takes
        }
        if (System.getProperty(LOGBACK_FILE) == null) {
            System.setProperty(LOGBACK_FILE, "io/github/keras4j/cli/logback.xml");
        }
        PrintWriter out = new StdoutWriter();
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        if (args.length > 0 && NEEDS_SPEED.contains(args[0]) && !PureJavaEngine.isFast()) {
            err.println("keras4j: without the JVM option --add-modules jdk.incubator.vector, which bin/keras4j gives,"
                    + " purejava computes several times slower");
        }
        System.exit(guarded(out, err, args));
    }

    /**
     * The door of every command: an error of the JVM ends as one line and 70, since an uncaught one would exit with 1,
     * "a difference"; and what was printed is held to have arrived, to the last byte.
     */
    static int guarded(PrintWriter out, PrintWriter err, String... args) {
        try {
            int code = execute(out, err, args);
            StdoutWriter.check(out);
            return code;
        } catch (StdoutWriter.ClosedPipeException e) {
            return ExitCodes.CLOSED_PIPE;
        } catch (IOException e) {
            Failures.say(err, String.valueOf(e.getMessage()));
            return ExitCodes.UNREADABLE;
        } catch (Error e) {
            return Failures.error(e, err);
        }
    }

    /** Builds only the command that is asked for, since reading the annotations of all takes a tenth of a second. */
    static CommandLine line(String asked) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("inspect", InspectCommand::new);
        commands.put("predict", PredictCommand::line);
        commands.put("verify", VerifyCommand::new);
        commands.put("record", RecordCommand::new);
        commands.put("compare", CompareCommand::new);
        commands.put("fixture", FixtureCommand::new);
        commands.put("train", TrainCommand::new);
        commands.put("fit", FitCommand::new);
        commands.put("evaluate", EvaluateCommand::new);
        commands.put("validate", ValidateCommand::new);
        commands.put("convert", ConvertCommand::new);
        commands.put("bench", BenchCommand::new);
        commands.put("completion", () -> new Completion().spec);
        CommandSpec spec = new Main().spec;
        spec.usageMessage()
                .footer(
                        "",
                        "MODEL is an .h5, a .keras, a fixture's folder, or a weights file with --config FILE.json.",
                        "Exit codes: 0 all well, 1 a difference, 2 wrong usage, 3 a model or fixture can't be read or run,",
                        "4 some input lines were bad, 70 a fault of keras4j's or of its JVM, 129, 130, 141, 143 ended from outside.");
        CommandLine line = new CommandLine(spec, Specs.FACTORY);
        Supplier<Object> one = commands.get(asked);
        if (one != null) {
            line.addSubcommand(asked, one.get());
        } else {
            commands.forEach((name, command) -> line.addSubcommand(name, command.get()));
        }
        line.getSubcommands().values().forEach(ClassPathOption::addTo);
        line.getSubcommands().forEach((name, command) -> {
            List<String> footer = new ArrayList<>(List.of("", "Examples:"));
            EXAMPLES.getOrDefault(name, List.of()).forEach(example -> footer.add("  keras4j " + example));
            if (footer.size() > 2) {
                command.getCommandSpec().usageMessage().footer(footer.toArray(String[]::new));
            }
        });
        return line;
    }

    /** Runs the command in this process and returns its code. */
    public static int execute(PrintWriter out, PrintWriter err, String... args) {
        CommandLine line =
                line(args.length > 0 ? args[0] : "").setOut(out).setErr(err).setCaseInsensitiveEnumValuesAllowed(true);
        Failures.handle(line);
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try {
            return line.execute(args);
        } finally {
            Thread.currentThread().setContextClassLoader(loader); // --class-path sets another
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing");
    }

    /** Prints a script by which bash and zsh complete the commands and options. */
    private static final class Completion implements Runnable {
        private final CommandSpec spec = Specs.command(
                this, "completion", "Prints a script by which bash and zsh complete: source <(keras4j completion)");

        @Override
        public void run() {
            spec.commandLine().getOut().print(AutoComplete.bash("keras4j", line("")));
        }
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
