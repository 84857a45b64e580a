package io.github.keras4j.cli;

import io.github.keras4j.Keras4j;
import io.github.keras4j.KerasPort;
import io.github.keras4j.LoadOptions;
import io.github.keras4j.compare.Tolerance;
import io.github.keras4j.data.OutputFile;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.python.LivePython;
import io.github.keras4j.python.Pythons;
import io.github.keras4j.report.ValidationFiles;
import io.github.keras4j.report.ValidationText;
import io.github.keras4j.rows.RowStream;
import io.github.keras4j.rows.RowStreams;
import io.github.keras4j.source.ModelSource;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.validate.DataRows;
import io.github.keras4j.validate.PythonAnswers;
import io.github.keras4j.validate.RecordedAnswers;
import io.github.keras4j.validate.Task;
import io.github.keras4j.validate.Thresholds;
import io.github.keras4j.validate.Validation;
import io.github.keras4j.validate.Validator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code keras4j validate}. Exit codes: 0 all thresholds are met, 1 one is missed, 3 no model, 4 bad rows. */
@Command(
        name = "validate",
        description = "Answers a whole data set on each engine, and holds metrics and answers against Python's.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class ValidateCommand implements Callable<Integer> {
    @Mixin
    private ModelArguments model = new ModelArguments();

    @Option(
            names = "--x",
            paramLabel = "[INPUT=]FILE[#PART]",
            required = true,
            description =
                    "Inputs: .npy, .npz#key, .csv#column,column or .jsonl#field; a CSV without columns gives all that"
                            + " others do not name. Several inputs: once each, by name.")
    private List<String> x = List.of();

    @Option(
            names = "--y",
            paramLabel = "[OUTPUT=]FILE[#PART]",
            description = "Targets, in the same forms: what is right. Gives metrics.")
    private List<String> y = List.of();

    @Option(
            names = "--answers",
            paramLabel = "[OUTPUT=]FILE[#PART]",
            description = "What Python answered, in the same forms.")
    private List<String> answers = List.of();

    @Option(
            names = "--python",
            paramLabel = "PYTHON",
            description =
                    "Ask this Python while Java answers: an interpreter, a virtual environment's folder, or auto.")
    private Optional<String> python = Optional.empty();

    @Option(
            names = "--custom-objects",
            paramLabel = "MODULE:NAME",
            description = "A class or function of your own that Python needs for the model.")
    private List<String> customObjects = List.of();

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "all",
            description = "${COMPLETION-CANDIDATES}; all runs every engine that supports the model.")
    private VerifyCommand.Engines engine = VerifyCommand.Engines.ALL;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "1024",
            description = "Rows per call; default: ${DEFAULT-VALUE}.")
    private int batchSize = 1024;

    @Option(names = "--threads", paramLabel = "N", description = ModelArguments.THREADS)
    private Optional<Integer> threads = Optional.empty();

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "classes, yes_no or numbers, if the model does not tell.")
    private Optional<Task> task = Optional.empty();

    @Option(
            names = "--top-k",
            paramLabel = "K",
            defaultValue = "5",
            description = "How many classes are the top; default: ${DEFAULT-VALUE}.")
    private int topK = 5;

    @Option(
            names = "--flips",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many rows that are decided otherwise are listed; default: ${DEFAULT-VALUE}.")
    private int flips = 20;

    @Option(names = "--rtol", paramLabel = "TOL", defaultValue = "1.3e-6", description = "Default: ${DEFAULT-VALUE}.")
    private double rtol = Tolerance.DEFAULT.rtol();

    @Option(names = "--atol", paramLabel = "TOL", defaultValue = "1e-5", description = "Default: ${DEFAULT-VALUE}.")
    private double atol = Tolerance.DEFAULT.atol();

    @Option(
            names = "--max-outside",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "The share of elements that may be outside of rtol and atol; default: ${DEFAULT-VALUE}.")
    private double mostOutside;

    @Option(
            names = "--min-agreement",
            paramLabel = "SHARE",
            description = "The least share of classes, or of yes and no, that must be Python's: 0.9999.")
    private Optional<Double> leastAgreement = Optional.empty();

    @Option(
            names = "--max-metric-difference",
            paramLabel = "D",
            description = "How far a metric may be from Python's: 1e-4.")
    private Optional<Double> mostMetricDifference = Optional.empty();

    @Option(
            names = "--min-metric",
            paramLabel = "NAME=VALUE",
            description = "The least value of a metric: accuracy=0.95.")
    private Map<String, Double> leastMetrics = new LinkedHashMap<>();

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the results as JSON.")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--junit-xml", paramLabel = "FILE", description = "Also write the results as JUnit XML.")
    private Optional<Path> junitXml = Optional.empty();

    @Option(names = "--html", paramLabel = "FILE", description = "Also write the results as one page for people.")
    private Optional<Path> html = Optional.empty();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        refuseWrongUsage();
        ModelSource source = model.source();
        List<Path> reports =
                Stream.of(json, junitXml, html).flatMap(Optional::stream).toList();
        OutputFile.refuseSame(reports);
        List<Path> read = new ArrayList<>(source.files());
        Stream.of(x, y, answers)
                .flatMap(List::stream)
                .forEach(one -> read.add(RowStreams.file(SampleArguments.bare(one))));
        for (Path report : reports) {
            OutputFile.refuseInputs(report, read);
        }
        KerasModel keras = source.read();
        Validation validation;
        List<KerasPort> ports = ports(keras);
        try (RowStreams streams = new RowStreams()) {
            validation = validate(source, keras, ports, streams);
        } finally {
            ports.forEach(KerasPort::close);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(ValidationText.of(validation));
        out.flush();
        if (json.isPresent()) {
            OutputFile.writeInto(json.get(), ValidationFiles.json(validation));
        }
        if (junitXml.isPresent()) {
            OutputFile.writeInto(junitXml.get(), ValidationFiles.junit(validation));
        }
        if (html.isPresent()) {
            OutputFile.writeInto(html.get(), ValidationFiles.html(validation, About.of(spec)));
        }
        return validation.passes() ? ExitCodes.OK : ExitCodes.DIFFERENCE;
    }

    private void refuseWrongUsage() {
        if (!answers.isEmpty() && python.isPresent()) {
            throw usage("--answers and --python are two sources of Python's answers. Received: both");
        }
        if (y.isEmpty() && answers.isEmpty() && python.isEmpty()) {
            throw usage("Nothing to compare with: give --y, --answers or --python");
        }
        boolean comparing = !answers.isEmpty() || python.isPresent();
        if (!comparing && (leastAgreement.isPresent() || mostMetricDifference.isPresent())) {
            throw usage("--min-agreement and --max-metric-difference compare with Python: give --answers or --python");
        }
        if (y.isEmpty() && (!leastMetrics.isEmpty() || mostMetricDifference.isPresent())) {
            throw usage("Metrics need the targets: give --y");
        }
        if (threads.isPresent() && threads.get() < 1) {
            throw usage("--threads must be at least 1. Received: " + threads.get());
        }
        if (threads.isPresent() && engine == VerifyCommand.Engines.DL4J) {
            throw usage(ModelArguments.NOT_FOR_DL4J);
        }
        if (batchSize < 1 || topK < 1 || flips < 0 || !(rtol >= 0) || !(atol >= 0) || !(mostOutside >= 0)) {
            throw usage(
                    "--batch-size and --top-k are at least 1, --flips, --rtol, --atol and --max-outside at least 0");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private Validation validate(ModelSource source, KerasModel keras, List<KerasPort> ports, RowStreams streams) {
        Stream.of(x, y, answers).flatMap(List::stream).forEach(one -> streams.take(SampleArguments.bare(one)));
        List<String> outputs = keras.network().outputKeys();
        Set<String> texts = new HashSet<>();
        keras.network().inputs().forEach(ref -> {
            if (keras.network().node(ref).layer() instanceof Core.InputLayer input
                    && input.inputDtype() == DType.STRING) {
                texts.add(input.name());
            }
        });
        DataRows data = new DataRows(
                named("--x", x, keras.network().inputNames(), streams, texts).stream()
                        .map(Optional::orElseThrow)
                        .toList(),
                named("--y", y, outputs, streams, Set.of()));
        Thresholds thresholds = new Thresholds(
                new Tolerance(rtol, atol),
                mostOutside,
                optional(leastAgreement),
                optional(mostMetricDifference),
                leastMetrics);
        Validator validator = new Validator(keras, new Validator.Options(batchSize, topK, flips, task, thresholds));
        try (Progress progress = Progress.of("validate", -1, Progress.Unit.SAMPLES)) {
            long[] before = new long[1];
            if (answers.isEmpty() && python.isEmpty()) {
                return validator.run(ports, data, Optional.empty(), rows -> step(progress, before, rows));
            }
            try (PythonAnswers asked = python.isPresent() ? live(source) : recorded(outputs, streams)) {
                return validator.run(ports, data, Optional.of(asked), rows -> step(progress, before, rows));
            }
        }
    }

    private static void step(Progress progress, long[] before, long rows) {
        progress.stepBy(rows - before[0]);
        before[0] = rows;
    }

    private PythonAnswers recorded(List<String> outputs, RowStreams streams) {
        List<RowStream> all = new ArrayList<>();
        named("--answers", answers, outputs, streams, Set.of())
                .forEach(one -> all.add(one.orElseThrow(() -> new InputException(
                        "--answers is given once for each of " + outputs + ". Received: " + answers))));
        return new RecordedAnswers(String.join(", ", answers), all);
    }

    private PythonAnswers live(ModelSource source) {
        Pythons.Found found = python.orElseThrow().equals("auto")
                ? Pythons.find("auto", source.model(), source.config(), customObjects)
                : new Pythons.Found(Pythons.interpreter(python.orElseThrow()), "");
        return LivePython.start(found.command(), source.model(), source.config(), customObjects);
    }

    /** A stream for each name; empty for a target that is not given. */
    private static List<Optional<RowStream>> named(
            String option, List<String> given, List<String> names, RowStreams streams, Set<String> texts) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (String reference : given) {
            String bare = SampleArguments.bare(reference);
            String name = bare.length() == reference.length()
                    ? names.get(0)
                    : reference.substring(0, reference.length() - bare.length() - 1);
            boolean tells = bare.length() < reference.length() || names.size() == 1;
            if (!tells || !names.contains(name) || byName.put(name, bare) != null) {
                throw new InputException(
                        option + " is given once for each of " + names + ", as NAME=FILE. Received: " + given);
            }
        }
        if (option.equals("--x") && byName.size() < names.size()) {
            throw new InputException(
                    option + " is given once for each of " + names + ", as NAME=FILE. Received: " + given);
        }
        return names.stream()
                .map(name -> Optional.ofNullable(byName.get(name))
                        .map(reference -> streams.open(reference, texts.contains(name))))
                .toList();
    }

    private List<KerasPort> ports(KerasModel keras) {
        List<EngineChoice> choices = switch (engine) {
            case ALL -> List.of(EngineChoice.PUREJAVA, EngineChoice.DL4J);
            case AUTO -> List.of(EngineChoice.AUTO);
            case DL4J -> List.of(EngineChoice.DL4J);
            case PUREJAVA -> List.of(EngineChoice.PUREJAVA);
        };
        List<KerasPort> ports = new ArrayList<>();
        Optional<Keras4jException> refused = Optional.empty();
        for (EngineChoice choice : choices) {
            try {
                ports.add(Keras4j.open(keras, options(choice)));
            } catch (UnsupportedLayerException e) {
                refused = Optional.of(e);
            }
        }
        if (ports.isEmpty()) {
            throw refused.orElseThrow();
        }
        return ports;
    }

    LoadOptions options(EngineChoice choice) {
        return new LoadOptions(choice, false).withThreads(threads.orElse(1));
    }

    private static OptionalDouble optional(Optional<Double> value) {
        return value.isPresent() ? OptionalDouble.of(value.get()) : OptionalDouble.empty();
    }
}
