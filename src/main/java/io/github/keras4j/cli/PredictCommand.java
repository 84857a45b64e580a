package io.github.keras4j.cli;

import io.github.keras4j.Keras4j;
import io.github.keras4j.KerasPort;
import io.github.keras4j.LoadOptions;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.OutputFile;
import io.github.keras4j.data.Recipe;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.predict.JsonPredictor;
import io.github.keras4j.predict.PredictOptions;
import io.github.keras4j.source.ModelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code keras4j predict}. */
final class PredictCommand implements Callable<Integer> {
    /** How answers to texts are printed. */
    enum Format {
        JSON,
        TUTORIAL
    }

    /** What stdin was redirected from, where the system tells. */
    private static final Path STDIN = Path.of("/dev/stdin");

    private final CommandSpec spec = Specs.command(
            this, "predict", "Answers JSON documents (TF Serving, KServe V2) or JSON Lines; with a recipe, texts too.");

    /** The command for picocli. */
    static CommandLine line() {
        CommandSpec spec = new PredictCommand().spec;
        ModelArguments.addTo(spec);
        spec.addOption(file("Where to read from; default: stdin.", "FILE", "-i", "--input-path"));
        spec.addOption(file("Where to write to; default: stdout.", "FILE", "-o", "--output-path"));
        spec.addOption(file(
                "How texts become inputs; default: the recipe of the fixture, if MODEL is one.",
                "FILE.json",
                "--recipe"));
        spec.addOption(Specs.option(
                        EngineChoice.class,
                        "What runs the model: ${COMPLETION-CANDIDATES}; auto is purejava if it runs the model, else dl4j.",
                        "--engine")
                .paramLabel("ENGINE")
                .build());
        spec.addOption(
                Specs.flag("With dl4j: skip the check of sampled answers against purejava's.", "--no-cross-check"));
        spec.addOption(count(ModelArguments.THREADS, "--threads"));
        spec.addOption(count(
                "Lines per batch; default: 256, fewer for large samples or unknown sample sizes.", "--batch-size"));
        spec.addOption(count("Answer a text with its N best letters.", "--top-k"));
        spec.addOption(Specs.flag("Answer a text with all its scores as well.", "--raw"));
        spec.addOption(Specs.option(Format.class, "How answers to texts are written: json or tutorial.", "--format")
                .paramLabel("FORMAT")
                .build());
        spec.addOption(Specs.flag("Keep a stateful model's states from line to line, on one thread.", "--stateful"));
        spec.addOption(file("Also write the answers to bad lines into this file.", "FILE", "--errors"));
        spec.addOption(Specs.flag(
                "Write straight into the output file; if it exists, go on after its last whole answer.", "--resume"));
        spec.addOption(Specs.flag("Replace output files that exist.", "--overwrite"));
        return new CommandLine(spec, Specs.FACTORY);
    }

    private static OptionSpec file(String description, String label, String... names) {
        return Specs.option(Path.class, description, names).paramLabel(label).build();
    }

    private static OptionSpec count(String description, String name) {
        return Specs.option(Integer.class, description, name).paramLabel("N").build();
    }

    @Override
    public Integer call() throws IOException {
        ParseResult parsed = spec.commandLine().getParseResult();
        boolean resume = parsed.hasMatchedOption("--resume");
        boolean overwrite = parsed.hasMatchedOption("--overwrite");
        Optional<Path> input = value(parsed, "--input-path");
        Optional<Path> output = value(parsed, "--output-path");
        Optional<Path> errors = value(parsed, "--errors");
        Optional<Path> recipe = value(parsed, "--recipe");
        if (resume && output.isEmpty()) {
            throw usage("--resume needs --output-path, the file to go on with");
        }
        if (resume && overwrite) {
            throw usage("--resume keeps what --overwrite replaces; give one of them");
        }
        if (input.isPresent() && Files.isDirectory(input.get())) {
            throw usage("The input must be a file. Received: " + input.get() + " (a folder)");
        }
        if (input.isPresent() && !Files.isReadable(input.get())) {
            throw usage("The input file is missing or can't be read. Received: " + input.get());
        }
        ModelSource source = ModelArguments.source(parsed);
        List<Path> inputs = new ArrayList<>(source.files());
        inputs.add(input.orElse(STDIN));
        recipe.ifPresent(inputs::add);
        output.ifPresent(path -> OutputFile.check(path, overwrite || resume, inputs));
        output.ifPresent(inputs::add); // one file can't be both
        errors.ifPresent(path -> OutputFile.check(path, overwrite || resume, inputs));
        Optional<Integer> batchSize = atLeastOne(parsed, "--batch-size");
        Optional<Integer> topK = atLeastOne(parsed, "--top-k");
        Optional<Recipe> how =
                recipe.or(() -> source.fixture().flatMap(Fixture::recipe)).map(Recipe::read);
        atLeastOne(parsed, "--threads");
        LoadOptions options = options(parsed);
        if (options.engine() == EngineChoice.DL4J && parsed.hasMatchedOption("--threads")) {
            throw usage(ModelArguments.NOT_FOR_DL4J);
        }
        try (KerasPort port = Keras4j.load(source, options)) {
            JsonPredictor predictor = new JsonPredictor(
                    port,
                    new PredictOptions(
                            how,
                            batchSize,
                            parsed.hasMatchedOption("--stateful"),
                            topK,
                            parsed.hasMatchedOption("--raw"),
                            parsed.matchedOptionValue("--format", Format.JSON) == Format.TUTORIAL));
            CommandLine line = spec.commandLine();
            Tally tally = new PredictRun(predictor, input, output, errors, resume, overwrite, line.getOut()).run();
            Failures.say(line.getErr(), tally.closing());
            return tally.exitCode();
        }
    }

    static LoadOptions options(ParseResult parsed) {
        return new LoadOptions(
                        parsed.matchedOptionValue("--engine", EngineChoice.AUTO),
                        !parsed.hasMatchedOption("--no-cross-check"))
                .withThreads(parsed.matchedOptionValue("--threads", 1));
    }

    private static <T> Optional<T> value(ParseResult parsed, String option) {
        return parsed.hasMatchedOption(option)
                ? Optional.of(parsed.matchedOption(option).getValue())
                : Optional.empty();
    }

    private Optional<Integer> atLeastOne(ParseResult parsed, String option) {
        Optional<Integer> given = value(parsed, option);
        if (given.isPresent() && given.get() < 1) {
            throw usage(option + " must be at least 1. Received: " + given.get());
        }
        return given;
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
