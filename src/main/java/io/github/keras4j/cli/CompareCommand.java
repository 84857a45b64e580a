package io.github.keras4j.cli;

import io.github.keras4j.Keras4j;
import io.github.keras4j.KerasPort;
import io.github.keras4j.LoadOptions;
import io.github.keras4j.compare.Tolerance;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.source.ModelSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keras4j compare}. Exit codes: 0 no difference, 1 there is one. */
@Command(
        name = "compare",
        description = {
            "Compares two models: their weights by name, and their answers to the same inputs.",
            "Or one model on two engines: compare MODEL --engine-a dl4j --engine-b purejava.",
            "Or two files of answers, as predict or numpy write them: .json, .jsonl (also .gz), .npy, .npz."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "A model, or a file of answers.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path one;

    @Parameters(index = "1", paramLabel = "B", arity = "0..1", description = "The other one; default: A itself.")
    private Optional<Path> other = Optional.empty();

    @Option(
            names = "--engine-a",
            paramLabel = "ENGINE",
            defaultValue = "auto",
            description = "Runs A: ${COMPLETION-CANDIDATES}.")
    private EngineChoice engineA = EngineChoice.AUTO;

    @Option(
            names = "--engine-b",
            paramLabel = "ENGINE",
            defaultValue = "auto",
            description = "Runs B: ${COMPLETION-CANDIDATES}.")
    private EngineChoice engineB = EngineChoice.AUTO;

    @Option(
            names = "--inputs",
            paramLabel = "FILE",
            description = "Inputs to ask both with: .npy, .npz or .json by input name; default: sampled.")
    private Optional<Path> inputs = Optional.empty();

    @Option(names = "--config-a", paramLabel = "FILE.json", description = "A's architecture, when A has weights only.")
    private Optional<Path> configA = Optional.empty();

    @Option(names = "--config-b", paramLabel = "FILE.json", description = "B's architecture, when B has weights only.")
    private Optional<Path> configB = Optional.empty();

    @Option(
            names = "--rtol",
            paramLabel = "TOL",
            defaultValue = "1.3e-6",
            description = "Relative tolerance; default: ${DEFAULT-VALUE}.")
    private double rtol = Tolerance.DEFAULT.rtol();

    @Option(
            names = "--atol",
            paramLabel = "TOL",
            defaultValue = "1e-5",
            description = "Absolute tolerance; default: ${DEFAULT-VALUE}.")
    private double atol = Tolerance.DEFAULT.atol();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Tolerance tolerance = new Tolerance(rtol, atol);
        Path b = other.orElse(one);
        boolean files = AnswerFile.isOne(one);
        if (files != AnswerFile.isOne(b)) {
            throw wrong("A and B must be two models or two files of answers. Received: " + one + " and " + b);
        }
        boolean same = files ? answers(b, tolerance, out) : models(b, tolerance, out);
        out.flush();
        return same ? ExitCodes.OK : ExitCodes.DIFFERENCE;
    }

    private boolean answers(Path b, Tolerance tolerance, PrintWriter out) throws IOException {
        if (other.isEmpty() || inputs.isPresent()) {
            throw wrong("Answers are compared with other answers, as they are. Received: "
                    + (other.isEmpty() ? "one file" : "--inputs " + inputs.get()));
        }
        for (Path file : new Path[] {one, b}) {
            if (!Files.isRegularFile(file)) {
                throw new Keras4jException("The file of answers is missing. Received: " + file);
            }
        }
        return new AnswerComparison(tolerance, out).compare(one, b);
    }

    private boolean models(Path b, Tolerance tolerance, PrintWriter out) {
        if (other.isEmpty() && engineA == engineB) {
            throw wrong("One model is compared on two engines. Received: " + engineA
                    + " for both; give B, or --engine-a dl4j --engine-b purejava");
        }
        KerasModel modelA = source(one, configA).read();
        KerasModel modelB = other.isPresent() ? source(b, configB).read() : modelA;
        try (KerasPort portA = Keras4j.open(modelA, options(engineA));
                KerasPort portB = Keras4j.open(modelB, options(engineB))) {
            return new ModelComparison(portA, portB, tolerance, out)
                    .compare(Asked.of(modelA, inputs), inputs.isPresent() ? "given" : "sampled");
        }
    }

    /** Without the cross-check: the engines are compared here. */
    private static LoadOptions options(EngineChoice engine) {
        return new LoadOptions(engine, false);
    }

    private static ModelSource source(Path model, Optional<Path> config) {
        return config.isPresent() ? ModelSource.of(model, config.get()) : ModelSource.of(model);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
