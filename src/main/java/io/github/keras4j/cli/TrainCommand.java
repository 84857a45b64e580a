package io.github.keras4j.cli;

import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.data.FixtureStore;
import io.github.keras4j.data.OutputFile;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.engine.Support;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.errors.OptionalLibrary;
import io.github.keras4j.fit.EpochLog;
import io.github.keras4j.fit.KerasLines;
import io.github.keras4j.report.HtmlReport;
import io.github.keras4j.training.Retraining;
import io.github.keras4j.training.TrainingComparison;
import io.github.keras4j.training.TrainingOptions;
import io.github.keras4j.training.TrainingReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keras4j train}. Exit codes: 0 the same training, 1 it differs, 3 it can't be read or is not trained. */
@Command(
        name = "train",
        description = "Retrains a fixture's recorded run in its order and compares it, update by update.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class TrainCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FIXTURE",
            arity = "1..*",
            description = "A fixture's folder with a training run, or folders that hold several at any depth.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private List<Path> paths;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "auto",
            description = "What trains: ${COMPLETION-CANDIDATES}; auto is purejava.")
    private EngineChoice engine = EngineChoice.AUTO;

    @Option(names = "--dtype", paramLabel = "DTYPE", description = "float32 or float64, instead of the recorded one.")
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

    @Option(
            names = "--verbose",
            paramLabel = "0|1|2",
            description = "2: Keras's line per epoch (default for one run); 1: a progress bar on a terminal;"
                    + " 0: nothing (default for several runs).")
    private Optional<Integer> verbose = Optional.empty();

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "1",
            description = "Train N times in one process and print the seconds of each; the JVM is warm by the last.")
    private int repeat = 1;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        TrainingOptions options =
                new TrainingOptions(engine.trainer(), dtype.map(name -> FitCommand.dtype(spec, name)), seed, save);
        if (html.isPresent()) {
            OptionalLibrary.UPLOT.require("A training's page"); // before the training, not after it
        }
        List<Path> found = FixtureStore.find(paths).stream()
                .map(FixtureStore.Found::folder)
                .toList();
        if (found.size() == 1) {
            Fixture fixture = FixtureReader.read(found.get(0));
            save.ifPresent(path -> OutputFile.check(path, true, fixture.files()));
            html.ifPresent(path -> OutputFile.refuseInputs(path, fixture.files()));
            OutputFile.refuseSame(
                    Stream.of(save, html).flatMap(Optional::stream).toList());
            Retraining retraining = Retraining.open(found.get(0), options);
            for (int i = 1; i < repeat; i++) {
                TrainingComparison early = retraining.run(EpochLog.NONE);
                spec.commandLine().getOut().printf(Locale.ROOT, "run %d of %d: %.3f s%n", i, repeat, early.seconds());
            }
            return train(retraining, verbose.orElse(2)).passes() ? ExitCodes.OK : ExitCodes.DIFFERENCE;
        }
        if (save.isPresent() || html.isPresent() || repeat != 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--save, --html and --repeat are for one run. Received: " + found.size() + " fixtures");
        }
        return trainAll(found, options);
    }

    private TrainingComparison train(Retraining retraining, int verbosity) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        KerasLines lines = new KerasLines(retraining.generation());
        TrainingComparison comparison;
        try (TrainingProgress bar = TrainingProgress.on(verbosity > 0)) {
            EpochLog log = (names, epoch) -> {
                bar.at(epoch);
                if (verbosity > 1) {
                    bar.aside(() -> out.println(lines.of(names, epoch)));
                }
            };
            comparison = retraining.run(verbosity > 0 ? log : EpochLog.NONE);
        }
        out.println(TrainingReport.of(comparison));
        out.flush();
        if (html.isPresent()) {
            OutputFile.writeInto(html.get(), HtmlReport.of(comparison, about(retraining.fixture())));
        }
        return comparison;
    }

    /** Every run that the trainer takes; the others are counted, and named with the reason. */
    private int trainAll(List<Path> found, TrainingOptions options) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        int same = 0;
        int differ = 0;
        int skipped = 0;
        int unreadable = 0;
        for (Path folder : found) {
            try {
                Fixture fixture = FixtureReader.read(folder);
                if (fixture.training().isEmpty()) {
                    continue;
                }
                Retraining retraining = Retraining.open(fixture, options);
                Support support = retraining.support();
                if (support.isYes()) {
                    boolean passes = train(retraining, verbose.orElse(0)).passes();
                    same += passes ? 1 : 0;
                    differ += passes ? 0 : 1;
                } else {
                    skipped++;
                    say(out, "SKIPPED", folder, reasons(support));
                }
            } catch (Keras4jException e) {
                unreadable++;
                say(out, "ERROR", folder, String.valueOf(e.getMessage()));
            }
        }
        out.printf(
                "%d runs trained by %s: %d the same, %d differ; %d skipped, %d can't be read%n",
                same + differ, options.trainer().name(), same, differ, skipped, unreadable);
        out.flush();
        if (differ > 0) {
            return ExitCodes.DIFFERENCE;
        }
        return unreadable > 0 || same == 0 ? ExitCodes.UNREADABLE : ExitCodes.OK;
    }

    private static void say(PrintWriter out, String outcome, Path fixture, String reason) {
        out.println(outcome + " | " + fixture.getFileName() + " | " + reason);
        out.flush();
    }

    private static String reasons(Support support) {
        return support.refusals().stream().map(Support.Refusal::toString).collect(Collectors.joining("; "));
    }

    private Map<String, String> about(Fixture fixture) {
        Map<String, String> about = About.of(spec);
        fixture.producer().forEach((name, version) -> about.put("recorded by " + name, version));
        return about;
    }
}
