package io.github.keras4j.cli;

import io.github.keras4j.Keras4j;
import io.github.keras4j.compare.Verification;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.errors.FixtureException;
import io.github.keras4j.python.Pythons;
import io.github.keras4j.python.Recorder;
import io.github.keras4j.report.TextReport;
import io.github.keras4j.source.ModelSource;
import io.github.keras4j.terminal.Colors;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code keras4j record}. Exit codes as {@code verify}. */
@Command(
        name = "record",
        description = "Finds a Python whose Keras loads the model, has it record a fixture, and verifies that.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class RecordCommand implements Callable<Integer> {
    @Mixin
    private ModelArguments model = new ModelArguments();

    @Mixin
    private PythonArguments python = new PythonArguments();

    @Option(
            names = {"-o", "--output-path"},
            required = true,
            paramLabel = "FOLDER",
            description = "The fixture's folder; what Python recorded there before is replaced.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path folder;

    @Option(
            names = "--python",
            paramLabel = "PYTHON",
            defaultValue = "auto",
            description = "An interpreter or a virtual environment's folder. Default: ${DEFAULT-VALUE}, which looks at"
                    + " the active environment, .venv, venv, python3 and python.")
    private String named = "auto";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        ModelSource source = model.source();
        boolean ours = Files.exists(folder.resolve(Fixture.FILE))
                && FixtureReader.producer(folder).containsKey("keras4j");
        if (ours || source.fixture().isPresent()) {
            throw new FixtureException(
                    "A model's own file is recorded, into a folder without Java's answers. Received: "
                            + (ours ? folder : source.model()));
        }
        PrintWriter out = spec.commandLine().getOut();
        Pythons.Found found = python.find(named, source, out);
        out.println(Recorder.record(found.command(), python.request(source), folder));
        out.flush();
        Verification verification =
                Keras4j.verify(List.of(folder), io.github.keras4j.verify.VerifyOptions.DEFAULT, result -> {
                    out.println(Colors.ofStdout().result(TextReport.of(result)));
                    out.flush();
                });
        return ExitCodes.of(verification);
    }

    /** What a Python is told. */
    static final class PythonArguments {
        @Option(
                names = "--custom-objects",
                paramLabel = "MODULE:NAME",
                description = "A class or function of your own in the model; once for each.")
        private List<String> customObjects = List.of();

        @Option(
                names = "--inputs",
                paramLabel = "FILE",
                description = "Inputs to record: .npy, .npz or .json; sampled from the shapes if not given.")
        private Optional<Path> inputs = Optional.empty();

        @Option(
                names = "--rows",
                paramLabel = "N",
                defaultValue = "4",
                description = "How many samples are drawn; default: ${DEFAULT-VALUE}.")
        private int rows = 4;

        @Option(
                names = "--seed",
                paramLabel = "N",
                defaultValue = "7",
                description = "Of the drawn samples; default: ${DEFAULT-VALUE}.")
        private int seed = 7;

        @Option(names = "--no-layers", description = "Leave out what the layers give.")
        private boolean noLayers;

        Pythons.Found find(String named, ModelSource source, PrintWriter out) {
            Pythons.Found found = Pythons.find(named, source.model(), source.config(), customObjects);
            out.println("python | " + found.command() + " | " + found.keras());
            out.flush();
            return found;
        }

        Recorder.Request request(ModelSource source) {
            return new Recorder.Request(source.model(), source.config(), inputs, rows, seed, customObjects, !noLayers);
        }
    }
}
