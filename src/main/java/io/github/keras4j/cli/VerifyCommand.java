package io.github.keras4j.cli;

import io.github.keras4j.Keras4j;
import io.github.keras4j.compare.Coverage;
import io.github.keras4j.compare.ToleranceOption;
import io.github.keras4j.compare.Verification;
import io.github.keras4j.coverage.CoverageMeter;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.data.FixtureStore;
import io.github.keras4j.data.OutputFile;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.python.Pythons;
import io.github.keras4j.python.Recorder;
import io.github.keras4j.report.HtmlReport;
import io.github.keras4j.report.JUnitXml;
import io.github.keras4j.report.JsonReport;
import io.github.keras4j.report.TextReport;
import io.github.keras4j.source.ModelSource;
import io.github.keras4j.terminal.Colors;
import io.github.keras4j.verify.VerifyOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keras4j verify}. */
@Command(
        name = "verify",
        description = "Checks every fixture under the paths, on every engine that supports its model.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class VerifyCommand implements Callable<Integer> {
    /** As --engine takes it. */
    enum Engines {
        ALL,
        AUTO,
        DL4J,
        PUREJAVA;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(
            paramLabel = "PATH",
            arity = "1..*",
            description = "Fixture folders, or folders that hold them at any depth; with --python, a model's file.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private List<Path> paths;

    @Option(
            names = "--python",
            paramLabel = "PYTHON",
            description =
                    "Record the model's file by this Python first: an interpreter, a virtual environment's folder,"
                            + " or auto.")
    private Optional<String> python = Optional.empty();

    @Mixin
    private RecordCommand.PythonArguments recording = new RecordCommand.PythonArguments();

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "all",
            description = "${COMPLETION-CANDIDATES}; all runs every engine, auto the one that predict would take.")
    private Engines engine = Engines.ALL;

    @Option(
            names = "--rtol",
            paramLabel = "TOL",
            converter = ToleranceConverter.class,
            description = "Relative tolerance instead of the fixtures' own: 1e-5, or '1e-5 dense_1:1e-4'.")
    private ToleranceOption rtol = ToleranceOption.NONE;

    @Option(
            names = "--atol",
            paramLabel = "TOL",
            converter = ToleranceConverter.class,
            description = "Absolute tolerance instead of the fixtures' own: 1e-5, or '1e-5 dense_1:1e-4'.")
    private ToleranceOption atol = ToleranceOption.NONE;

    @Option(names = "--layers", description = "Compare the recorded layers as well.")
    private boolean layers;

    @Option(
            names = "--coverage",
            description = "Also measure what each fixture's calls notice: changes weights a little and compares again.")
    private boolean coverage;

    @Option(names = "--fail-fast", description = "Stop after the first fixture that fails.")
    private boolean failFast;

    @Option(names = "--junit-xml", paramLabel = "FILE", description = "Also write the results as JUnit XML.")
    private Optional<Path> junitXml = Optional.empty();

    @Option(names = "--html", paramLabel = "FILE", description = "Also write the results as one page for people.")
    private Optional<Path> html = Optional.empty();

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the results as JSON.")
    private Optional<Path> json = Optional.empty();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (python.isEmpty()) {
            return verify();
        }
        if (paths.size() != 1 || !Files.isRegularFile(paths.get(0))) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--python records one model's file. Received: " + paths);
        }
        ModelSource source = ModelSource.of(paths.get(0));
        Path folder = Files.createTempDirectory("keras4j-verify");
        try {
            PrintWriter out = spec.commandLine().getOut();
            String name = String.valueOf(paths.get(0).getFileName());
            Path fixture = folder.resolve(name);
            Pythons.Found found = recording.find(python.get(), source, out);
            out.println(Recorder.record(found.command(), recording.request(source), fixture)
                    .replace(fixture.toString(), name));
            paths = List.of(fixture);
            return verify();
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private Integer verify() throws IOException {
        OutputFile.refuseSame(
                Stream.of(junitXml, html, json).flatMap(Optional::stream).toList());
        refuseUnknownNames();
        for (Optional<Path> report : List.of(junitXml, html, json)) {
            if (report.filter(Files::exists).isPresent()) {
                List<Path> read = FixtureStore.find(paths).stream()
                        .flatMap(found -> FixtureStore.files(found.folder()).stream())
                        .toList();
                OutputFile.refuseInputs(report.get(), read);
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        Colors color = Colors.ofStdout();
        Verification verification = Keras4j.verify(paths, options(), result -> {
            out.println(color.result(TextReport.of(result)));
            out.flush();
        });
        Map<String, Coverage> measured = coverage ? coverages(verification, out) : Map.of();
        out.println(color.closing(TextReport.closing(verification), verification.passes()));
        out.flush();
        if (junitXml.isPresent()) {
            OutputFile.writeInto(junitXml.get(), JUnitXml.of(verification));
        }
        if (html.isPresent()) {
            OutputFile.writeInto(html.get(), HtmlReport.of(verification, measured, About.of(spec)));
        }
        if (json.isPresent()) {
            OutputFile.writeInto(json.get(), JsonReport.of(verification, measured));
        }
        for (Verification.Result result : verification.results()) {
            if (result.outcome() instanceof Verification.Fault fault) {
                Failures.fault(fault.cause(), spec.commandLine().getErr());
            }
        }
        return ExitCodes.of(verification);
    }

    /** Of every fixture that passes on purejava, in the order of the run. */
    private Map<String, Coverage> coverages(Verification verification, PrintWriter out) {
        Map<String, Coverage> measured = new LinkedHashMap<>();
        for (Verification.Result result : verification.results()) {
            boolean measurable = result.engine().equals("purejava")
                    && result.outcome() instanceof Verification.Passed passed
                    && passed.calls() > 0;
            if (!measurable) {
                continue;
            }
            Fixture fixture = FixtureReader.read(result.folder());
            Coverage found = new CoverageMeter(ModelSource.of(fixture).read(), fixture, options()).measure();
            measured.put(result.fixture(), found);
            for (String line : found.lines()) {
                out.println("coverage| " + result.fixture() + " | " + line);
            }
            out.println(
                    String.format(Locale.ROOT, "coverage| %s | measured in %.1f s", result.fixture(), found.seconds()));
            out.flush();
        }
        return measured;
    }

    /** A tolerance for a name that no fixture has would say nothing and be taken for one that passes. */
    private void refuseUnknownNames() {
        Set<String> asked = new TreeSet<>(rtol.byName().keySet());
        asked.addAll(atol.byName().keySet());
        if (asked.isEmpty()) {
            return;
        }
        Set<String> known = new TreeSet<>();
        for (FixtureStore.Found found : FixtureStore.find(paths)) {
            Optional<Set<String>> names = FixtureReader.names(found.folder());
            if (names.isEmpty()) {
                return; // the model names its outputs
            }
            known.addAll(names.get());
        }
        asked.removeAll(known);
        if (!asked.isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--rtol and --atol name outputs and layers of the fixtures. Received: " + asked + "; there are "
                            + known.stream().limit(20).toList() + (known.size() > 20 ? " and more" : ""));
        }
    }

    private VerifyOptions options() {
        VerifyOptions chosen = new VerifyOptions(VerifyOptions.DEFAULT.engines(), false, rtol, atol, layers, failFast);
        return switch (engine) {
            case ALL -> chosen;
            case AUTO -> chosen.withEngines(EngineChoice.AUTO);
            case DL4J -> chosen.withEngines(EngineChoice.DL4J);
            case PUREJAVA -> chosen.withEngines(EngineChoice.PUREJAVA);
        };
    }

    /** A wrong tolerance is wrong usage. */
    static final class ToleranceConverter implements ITypeConverter<ToleranceOption> {
        @Override
        public ToleranceOption convert(String value) {
            try {
                return ToleranceOption.parse(value);
            } catch (Keras4jException e) {
                throw new CommandLine.TypeConversionException(e.getMessage());
            }
        }
    }
}
