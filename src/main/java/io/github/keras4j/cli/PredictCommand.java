package io.github.keras4j.cli;

import io.github.keras4j.EngineChoice;
import io.github.keras4j.Keras4j;
import io.github.keras4j.KerasPort;
import io.github.keras4j.LoadOptions;
import io.github.keras4j.ModelSource;
import io.github.keras4j.data.AnswerWriter;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.Recipe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
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

    @Option(names = "--engine", defaultValue = "auto", description = "${COMPLETION-CANDIDATES}")
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

    @Option(names = "--format", defaultValue = "json", description = "${COMPLETION-CANDIDATES}; for answers to texts.")
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
            int size = batchSize.orElseGet(() -> PredictRun.batchSize(port.model(), how.isPresent()));
            AnswerWriter writer =
                    new AnswerWriter(port.model().network().outputNames(), how, topK, raw, format == Format.TUTORIAL);
            return answer(new PredictRun(port, size, stateful, how, writer));
        }
    }

    private int answer(PredictRun run) throws IOException {
        Tally tally = new Tally();
        try (PredictInput from = PredictInput.open(in());
                AnswerTarget bad = errors.isPresent() ? AnswerTarget.file(errors.get()) : AnswerTarget.none()) {
            ResumePoint point = resume ? earlier(tally, bad) : ResumePoint.START;
            try (AnswerTarget to = out(point)) {
                run.answer(from, to, bad, point, tally);
            }
        }
        Failures.say(spec.commandLine().getErr(), tally.closing());
        return tally.exitCode();
    }

    private ResumePoint earlier(Tally tally, AnswerTarget bad) throws IOException {
        List<String> found = new ArrayList<>();
        ResumePoint point = ResumePoint.of(output.orElseThrow(), found::add);
        // the last answer is made again, and counted then
        boolean again = !found.isEmpty() && found.get(found.size() - 1).equals(point.last());
        for (String error : found.subList(0, found.size() - (again ? 1 : 0))) {
            bad.write(error + "\n");
            tally.addError(error);
        }
        tally.addEarlier(point.skip());
        return point;
    }

    private AnswerTarget out(ResumePoint point) throws IOException {
        if (output.isEmpty()) {
            return AnswerTarget.stdout(spec.commandLine().getOut());
        }
        return resume ? new ResumedTarget(output.get(), point) : AnswerTarget.file(output.get());
    }

    private InputStream in() throws IOException {
        if (input.isEmpty()) {
            return System.in;
        }
        InputStream file = Files.newInputStream(input.get());
        return output.isPresent() ? Progress.over(file, Files.size(input.get()), "predict") : file;
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
