package io.github.keras4j.cli;

import io.github.keras4j.Keras4j;
import io.github.keras4j.KerasPort;
import io.github.keras4j.LoadOptions;
import io.github.keras4j.compare.TensorDiff;
import io.github.keras4j.compare.Tolerance;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.engine.Session;
import io.github.keras4j.errors.FixtureException;
import io.github.keras4j.source.ModelSource;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "record, review, accept, reject or pending is missing");
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
            description = "Shows how the received answers differ from the accepted ones.")
    int review(@Parameters(paramLabel = "FOLDER", description = FOLDER) Path folder) throws IOException {
        ReceivedFixture received = new ReceivedFixture(folder).mustExist();
        Fixture now = received.read();
        if (!Files.exists(folder.resolve(Fixture.FILE))) {
            out().println("new: " + now.calls().size() + " calls, nothing accepted before");
            return ExitCodes.DIFFERENCE;
        }
        int different = differences(FixtureReader.read(folder), now);
        out().println(different == 0 ? "no difference" : different + " differences");
        return different == 0 ? ExitCodes.OK : ExitCodes.DIFFERENCE;
    }

    @Command(mixinStandardHelpOptions = true, description = "Replaces the accepted answers by the received ones.")
    int accept(@Parameters(paramLabel = "FOLDER", description = FOLDER) Path folder) throws IOException {
        for (Path file : new ReceivedFixture(folder).mayWrite().mustExist().accept()) {
            out().println("accepted: " + file);
        }
        return ExitCodes.OK;
    }

    @Command(mixinStandardHelpOptions = true, description = "Deletes the received answers.")
    int reject(@Parameters(paramLabel = "FOLDER", description = FOLDER) Path folder) throws IOException {
        for (Path file : new ReceivedFixture(folder).mayWrite().mustExist().reject()) {
            out().println("rejected: " + file);
        }
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

    private int differences(Fixture accepted, Fixture now) {
        int different = Math.abs(accepted.calls().size() - now.calls().size());
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
                    different++;
                    out().println("call " + call + ", output '" + after.get(i).name() + "' " + diff.javaShape() + " "
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
