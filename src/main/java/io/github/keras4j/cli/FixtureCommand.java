package io.github.keras4j.cli;

import io.github.keras4j.EngineChoice;
import io.github.keras4j.FixtureException;
import io.github.keras4j.Keras4j;
import io.github.keras4j.KerasPort;
import io.github.keras4j.LoadOptions;
import io.github.keras4j.ModelSource;
import io.github.keras4j.compare.TensorDiff;
import io.github.keras4j.compare.Tolerance;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.FixtureReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keras4j fixture}: what Java answers today, kept so that a change of it is seen and agreed to. */
@Command(
        name = "fixture",
        description = "Records what a model answers in Java, to be reviewed and accepted. Never writes when CI is set.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class FixtureCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "record, review, accept, reject or pending is missing");
    }

    @Command(description = "Asks the model sampled inputs; the answers wait beside the fixture to be accepted.")
    int record(
            @Parameters(paramLabel = "MODEL") Path model,
            @Option(
                            names = {"-o", "--output-path"},
                            required = true,
                            paramLabel = "FOLDER")
                    Path folder,
            @Option(names = "--engine", defaultValue = "auto") EngineChoice engine)
            throws IOException {
        ReceivedFixture received = new ReceivedFixture(folder).mayWrite();
        try (KerasPort port = Keras4j.load(ModelSource.of(model), LoadOptions.DEFAULT.withEngine(engine))) {
            received.write(ModelSource.of(model), port);
        }
        out().println("received: " + received.json() + "; see it with 'fixture review', keep it with 'fixture accept'");
        return ExitCodes.OK;
    }

    @Command(description = "Shows how what was received differs from what was accepted.")
    int review(@Parameters(paramLabel = "FOLDER") Path folder) throws IOException {
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

    @Command(description = "Puts what was received in the accepted one's place.")
    int accept(@Parameters(paramLabel = "FOLDER") Path folder) throws IOException {
        ReceivedFixture received = new ReceivedFixture(folder).mayWrite().mustExist();
        for (Path file : received.files()) {
            Path accepted = folder.resolve(file.getFileName().toString().replace(".received", ""));
            Files.move(file, accepted, StandardCopyOption.REPLACE_EXISTING);
            out().println("accepted: " + accepted);
        }
        return ExitCodes.OK;
    }

    @Command(description = "Throws away what was received.")
    int reject(@Parameters(paramLabel = "FOLDER") Path folder) throws IOException {
        for (Path file : new ReceivedFixture(folder).mayWrite().mustExist().files()) {
            Files.delete(file);
            out().println("rejected: " + file);
        }
        return ExitCodes.OK;
    }

    @Command(description = "Lists what waits under the folder; exit code 1 when something does.")
    int pending(@Parameters(paramLabel = "FOLDER") Path folder) throws IOException {
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
                TensorDiff diff =
                        TensorDiff.of(after.get(i).value(), before.get(i).value(), Tolerance.DEFAULT);
                if (!diff.passes()) {
                    different++;
                    out().println("call " + call + ", output '" + after.get(i).name() + "' (java: received, python:"
                            + " accepted)\n" + diff.message());
                }
            }
        }
        return different;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
