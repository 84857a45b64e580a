package io.github.keras4j.cli;

import io.github.keras4j.EngineChoice;
import io.github.keras4j.Keras4j;
import io.github.keras4j.KerasPort;
import io.github.keras4j.LoadOptions;
import io.github.keras4j.ModelSource;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.Recipe;
import io.github.keras4j.predict.JsonPredictor;
import io.github.keras4j.predict.PredictOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code keras4j predict}. */
@Command(
        name = "predict",
        description = "Answers JSON documents (TF Serving, KServe V2) or JSON Lines; with a recipe also texts.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class PredictCommand implements Callable<Integer> {
    /** How answers to texts are printed. */
    enum Format {
        JSON,
        TUTORIAL
    }

    @Mixin
    private ModelArguments model = new ModelArguments();

    @Option(
            names = {"-i", "--input-path"},
            paramLabel = "FILE",
            description = "Where to read from; default: stdin.")
    private Optional<Path> input = Optional.empty();

    @Option(
            names = {"-o", "--output-path"},
            paramLabel = "FILE",
            description = "Where to write to; default: stdout.")
    private Optional<Path> output = Optional.empty();

    @Option(
            names = "--recipe",
            paramLabel = "FILE.json",
            description = "How texts become inputs; default: the fixture's own, where MODEL is a fixture's folder.")
    private Optional<Path> recipe = Optional.empty();

    @Option(
            names = "--engine",
            defaultValue = "auto",
            description = "What runs the model: ${COMPLETION-CANDIDATES} (purejava where it can, else dl4j).")
    private EngineChoice engine = EngineChoice.AUTO;

    @Option(names = "--no-cross-check", description = "No second opinion of purejava's on a model opened on dl4j.")
    private boolean noCrossCheck;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            description = "Lines per batch; default: 256, fewer for large samples and for those of open size.")
    private Optional<Integer> batchSize = Optional.empty();

    @Option(names = "--top-k", paramLabel = "N", description = "List the N best letters of a text's answer.")
    private Optional<Integer> topK = Optional.empty();

    @Option(names = "--raw", description = "Give the scores of a text's answer as well.")
    private boolean raw;

    @Option(
            names = "--format",
            defaultValue = "json",
            description = "How answers to texts are written: ${COMPLETION-CANDIDATES}.")
    private Format format = Format.JSON;

    @Option(names = "--stateful", description = "Keep a stateful model's states from line to line.")
    private boolean stateful;

    @Option(names = "--errors", paramLabel = "FILE", description = "Also collect the answers to bad lines here.")
    private Optional<Path> errors = Optional.empty();

    @Option(
            names = "--resume",
            description = "Write into the output itself, and go on after its last whole answer if it is there.")
    private boolean resume;

    @Option(names = "--overwrite", description = "Replace output files that exist.")
    private boolean overwrite;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        checkUsage();
        output.ifPresent(path -> OutputFile.check(path, overwrite || resume));
        errors.ifPresent(path -> OutputFile.check(path, overwrite || resume));
        ModelSource source = model.source();
        Optional<Recipe> how =
                recipe.or(() -> source.fixture().flatMap(Fixture::recipe)).map(Recipe::read);
        LoadOptions options = new LoadOptions(engine, !noCrossCheck);
        try (KerasPort port = Keras4j.load(source, options)) {
            JsonPredictor predictor = new JsonPredictor(
                    port, new PredictOptions(how, batchSize, stateful, topK, raw, format == Format.TUTORIAL));
            CommandLine line = spec.commandLine();
            Tally tally = new PredictRun(predictor, input, output, errors, resume, line.getOut()).run();
            Failures.say(line.getErr(), tally.closing());
            return tally.exitCode();
        }
    }

    private void checkUsage() {
        if (batchSize.isPresent() && batchSize.get() < 1) {
            throw usage("--batch-size is at least 1. Received: " + batchSize.get());
        }
        if (resume && output.isEmpty()) {
            throw usage("--resume needs --output-path, the file to go on with");
        }
        if (resume && overwrite) {
            throw usage("--resume keeps what --overwrite replaces; give one of them");
        }
        if (topK.isPresent() && topK.get() < 1) {
            throw usage("--top-k is at least 1. Received: " + topK.get());
        }
        if (input.isPresent() && !Files.isReadable(input.get())) {
            throw usage("The input file is missing or can't be read. Received: " + input.get());
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
