package io.github.keras4j.cli;

import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.engine.Trainer;
import io.github.keras4j.engine.dl4j.Dl4jTrainer;
import io.github.keras4j.engine.purejava.train.PureJavaTrainer;
import io.github.keras4j.report.HtmlReport;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.training.EpochLog;
import io.github.keras4j.training.KerasLines;
import io.github.keras4j.training.Retraining;
import io.github.keras4j.training.TrainingComparison;
import io.github.keras4j.training.TrainingOptions;
import io.github.keras4j.training.TrainingReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keras4j train}. Exit codes: 0 the same training, 1 it differs. */
@Command(
        name = "train",
        description = "Retrains a fixture's recorded run in its order and compares it, update by update.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class TrainCommand implements Callable<Integer> {
    private static final List<Trainer> TRAINERS = List.of(new PureJavaTrainer(), new Dl4jTrainer());

    @Parameters(paramLabel = "FIXTURE", description = "A fixture's folder with a training run.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path fixture;

    @Option(names = "--engine", defaultValue = "auto", description = "auto, purejava or dl4j.")
    private String engine = "auto";

    @Option(names = "--dtype", description = "float32 or float64 in place of the recorded one.")
    private Optional<String> dtype = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Draw initial weights and order from numpy's generator, as Keras 1 on Theano does.")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--save", paramLabel = "FILE.h5", description = "Write the trained model with its optimizer.")
    private Optional<Path> save = Optional.empty();

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with the loss curves.")
    private Optional<Path> html = Optional.empty();

    @Option(names = "--verbose", defaultValue = "2", description = "2: a line per epoch, as Keras; 0: none.")
    private int verbose = 2;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        TrainingOptions options = new TrainingOptions(trainer(), dtype.map(this::dtype), seed, save);
        KerasLines lines = new KerasLines(Retraining.generation(fixture));
        EpochLog log = verbose == 0 ? EpochLog.NONE : epoch -> out.println(lines.of(epoch));
        TrainingComparison comparison = Retraining.run(fixture, options, log);
        out.println(TrainingReport.of(comparison));
        out.flush();
        if (html.isPresent()) {
            OutputFile.writeInto(html.get(), HtmlReport.of(comparison, about()));
        }
        return comparison.passes() ? ExitCodes.OK : ExitCodes.DIFFERENCE;
    }

    private Map<String, String> about() {
        Map<String, String> about = About.of(spec);
        FixtureReader.read(fixture).producer().forEach((name, version) -> about.put("recorded by " + name, version));
        return about;
    }

    private DType dtype(String name) {
        if (!name.equals("float32") && !name.equals("float64")) {
            throw new ParameterException(
                    spec.commandLine(), "Training computes in float32 or float64. Received: --dtype " + name);
        }
        return DType.of(name);
    }

    private Trainer trainer() {
        return TRAINERS.stream()
                .filter(trainer -> engine.equals("auto") || trainer.name().equals(engine))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "No such trainer. Received: --engine " + engine + "; known are "
                                + TRAINERS.stream().map(Trainer::name).toList()));
    }
}
