package io.github.keras4j.cli;

import io.github.keras4j.Keras4j;
import io.github.keras4j.KerasPort;
import io.github.keras4j.LoadOptions;
import io.github.keras4j.compare.TensorDiff;
import io.github.keras4j.compare.Tolerance;
import io.github.keras4j.coverage.InputSuggester;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.data.NpzWriter;
import io.github.keras4j.data.OutputFile;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.engine.Session;
import io.github.keras4j.errors.FixtureException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.source.ModelSource;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Tensor;
import io.github.keras4j.terminal.Sides;
import io.github.keras4j.verify.CallComparison;
import io.github.keras4j.verify.VerifyOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keras4j fixture}: keeps what Java answers today, so that a later change is noticed and must be accepted. */
@Command(
        name = "fixture",
        description = "Records what a model answers in Java, to be reviewed and accepted. Never writes when CI is set.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class FixtureCommand implements Runnable {
    private static final String FOLDER = "The fixture's folder.";
    private static final String FOLDERS = "Fixtures' folders, or folders that hold some at any depth.";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "record, review, accept, reject, pending or suggest is missing");
    }

    @Command(
            description = "Asks the model and stores its answers beside the fixture, to be accepted.",
            mixinStandardHelpOptions = true)
    int record(
            @Mixin ModelArguments model,
            @Option(
                            names = {"-o", "--output-path"},
                            required = true,
                            paramLabel = "FOLDER",
                            description = "The fixture's folder.")
                    Path folder,
            @Option(
                            names = "--inputs",
                            paramLabel = "FILE",
                            description = "Inputs to ask with: .npy, .npz or .json by input name; default: sampled.")
                    Optional<Path> inputs,
            @Option(
                            names = "--engine",
                            paramLabel = "ENGINE",
                            defaultValue = "auto",
                            description = "What runs the model: ${COMPLETION-CANDIDATES}.")
                    EngineChoice engine)
            throws IOException {
        ReceivedFixture received = new ReceivedFixture(folder).mayWrite().mustNotBePythons();
        ModelSource source = model.source();
        try (KerasPort port = Keras4j.load(source, LoadOptions.DEFAULT.withEngine(engine));
                Session session = port.openSession()) {
            received.write(source, port, Asked.answered(port.model(), session, Asked.of(port.model(), inputs)));
        }
        out().println("received: " + received.json() + "; see it with 'fixture review', keep it with 'fixture accept'");
        return ExitCodes.OK;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Shows how the received answers differ from the accepted ones; a summary first.")
    int review(@Parameters(paramLabel = "FOLDER", description = FOLDERS, arity = "1..*") List<Path> folders)
            throws IOException {
        List<Reviewed> all = new ArrayList<>();
        for (Path folder : waiting(folders)) {
            ReceivedFixture received = new ReceivedFixture(folder).mustExist();
            Fixture now = received.read();
            all.add(
                    Files.exists(folder.resolve(Fixture.FILE))
                            ? new Reviewed(folder, differences(FixtureReader.read(folder), now))
                            : new Reviewed(
                                    folder, List.of("new: " + now.calls().size() + " calls, nothing accepted before")));
        }
        for (Reviewed one : all.size() > 1 ? all : List.<Reviewed>of()) {
            out().println(one.folder() + ": "
                    + (one.differences().isEmpty()
                            ? "no difference"
                            : one.isNew() ? "new" : one.differences().size() + " differences"));
        }
        for (Reviewed one : all) {
            if (all.size() > 1 && !one.differences().isEmpty()) {
                out().println();
                out().println(one.folder() + ":");
            }
            one.differences().forEach(out()::println);
            if (all.size() == 1 && !one.isNew()) {
                int count = one.differences().size();
                out().println(count == 0 ? "no difference" : count + " differences");
            }
        }
        return all.stream().allMatch(one -> one.differences().isEmpty()) ? ExitCodes.OK : ExitCodes.DIFFERENCE;
    }

    private record Reviewed(Path folder, List<String> differences) {
        boolean isNew() {
            return differences.size() == 1 && differences.get(0).startsWith("new: ");
        }
    }

    /** The folders with received answers; one that was named without any is refused later. */
    private static List<Path> waiting(List<Path> folders) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path folder : folders) {
            if (!Files.isDirectory(folder) || Files.exists(folder.resolve(ReceivedFixture.FILE))) {
                found.add(folder);
                continue;
            }
            try (Stream<Path> files = Files.walk(folder)) {
                List<Path> below = files.filter(file -> file.endsWith(ReceivedFixture.FILE))
                        .map(file -> file.resolveSibling(""))
                        .map(Path::normalize)
                        .sorted()
                        .toList();
                found.addAll(below.isEmpty() ? List.of(folder) : below);
            }
        }
        return found;
    }

    /** Those that wait below the folders; none is written unless all can be. */
    private static List<ReceivedFixture> writable(List<Path> folders) throws IOException {
        List<ReceivedFixture> all =
                waiting(folders).stream().map(ReceivedFixture::new).toList();
        all.forEach(received -> received.mayWrite().mustExist());
        return all;
    }

    @Command(mixinStandardHelpOptions = true, description = "Replaces the accepted answers by the received ones.")
    int accept(@Parameters(paramLabel = "FOLDER", description = FOLDERS, arity = "1..*") List<Path> folders)
            throws IOException {
        for (ReceivedFixture received : writable(folders)) {
            for (Path file : received.accept()) {
                out().println("accepted: " + file);
            }
        }
        return ExitCodes.OK;
    }

    @Command(mixinStandardHelpOptions = true, description = "Deletes the received answers.")
    int reject(@Parameters(paramLabel = "FOLDER", description = FOLDERS, arity = "1..*") List<Path> folders)
            throws IOException {
        for (ReceivedFixture received : writable(folders)) {
            for (Path file : received.reject()) {
                out().println("rejected: " + file);
            }
        }
        return ExitCodes.OK;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Finds inputs that wake what a fixture's inputs leave dead, for record --inputs.")
    int suggest(
            @Parameters(paramLabel = "FOLDER", description = FOLDER) Path folder,
            @Option(
                            names = {"-o", "--output-path"},
                            required = true,
                            paramLabel = "FILE.npz",
                            description = "Where to write the inputs: the fixture's own, then the new ones.")
                    Path file,
            @Option(
                            names = "--rows",
                            paramLabel = "N",
                            defaultValue = "16",
                            description = "How many rows to add at most; default: ${DEFAULT-VALUE}.")
                    int rows)
            throws IOException {
        Fixture fixture = FixtureReader.read(folder);
        OutputFile.refuseInputs(file, fixture.files());
        if (fixture.calls().size() != 1) {
            throw new FixtureException("Inputs are suggested for a fixture of one call. Received: "
                    + fixture.calls().size() + " calls in " + folder);
        }
        KerasModel model = ModelSource.of(fixture).read();
        InputSuggester suggester = new InputSuggester(model);
        List<Tensor> given = new CallComparison(model, fixture, VerifyOptions.DEFAULT)
                .inputs(0, fixture.calls().get(0));
        List<Tensor> suggested = suggester.suggest(given, rows);
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (int i = 0; i < suggested.size(); i++) {
            named.put(model.network().inputNames().get(i), suggested.get(i));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        NpzWriter.write(named, bytes);
        Files.write(file, bytes.toByteArray());
        suggester.coverage(fixture, given).lines().forEach(line -> out().println("now:  " + line));
        suggester.coverage(fixture, suggested).lines().forEach(line -> out().println("then: " + line));
        out().println("written: " + file + ", " + suggested.get(0).shape().size(0)
                + " rows; record them with keras4j record MODEL -o FOLDER --inputs " + file);
        return ExitCodes.OK;
    }

    @Command(
            description = "Lists received answers under the folder; exit code 1 if there are any.",
            mixinStandardHelpOptions = true)
    int pending(@Parameters(paramLabel = "FOLDER", description = "A folder; all its levels are searched.") Path folder)
            throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new FixtureException("The folder is missing. Received: " + folder);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> waiting = files.filter(file -> file.endsWith(ReceivedFixture.FILE))
                    .sorted()
                    .toList();
            waiting.forEach(file -> out().println("pending: " + file));
            return waiting.isEmpty() ? ExitCodes.OK : ExitCodes.DIFFERENCE;
        }
    }

    private static List<String> differences(Fixture accepted, Fixture now) {
        List<String> different = new ArrayList<>();
        if (accepted.calls().size() != now.calls().size()) {
            different.add(
                    now.calls().size() + " calls instead of " + accepted.calls().size());
        }
        for (int call = 0; call < Math.min(accepted.calls().size(), now.calls().size()); call++) {
            List<Fixture.Named> before = accepted.calls().get(call).outputs();
            List<Fixture.Named> after = now.calls().get(call).outputs();
            if (before.size() != after.size()
                    || !accepted.calls()
                            .get(call)
                            .inputs()
                            .equals(now.calls().get(call).inputs())) {
                throw new FixtureException("call " + call + " was fed other inputs than the accepted one, so their"
                        + " answers can't be compared. Accept or reject it as it is");
            }
            for (int i = 0; i < after.size(); i++) {
                TensorDiff diff = TensorDiff.of(
                        own(after.get(i).value()), own(before.get(i).value()), Tolerance.DEFAULT);
                if (!diff.passes()) {
                    different.add("call " + call + ", output '" + after.get(i).name() + "' " + diff.javaShape() + " "
                            + diff.dtype() + "\n" + new Sides("received", "accepted").in(diff.message()));
                }
            }
        }
        return different;
    }

    /** In the type of our answers: numbers in JSON have none. */
    private static Tensor own(Tensor value) {
        return value.dtype() == DType.FLOAT64 ? value.cast(DType.FLOAT32) : value;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
