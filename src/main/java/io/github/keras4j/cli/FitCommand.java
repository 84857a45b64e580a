package io.github.keras4j.cli;

import io.github.keras4j.data.OutputFile;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.errors.OptionalLibrary;
import io.github.keras4j.fit.Callback;
import io.github.keras4j.fit.CsvLogger;
import io.github.keras4j.fit.DataSet;
import io.github.keras4j.fit.EarlyStopping;
import io.github.keras4j.fit.EpochLog;
import io.github.keras4j.fit.Fit;
import io.github.keras4j.fit.Fitted;
import io.github.keras4j.fit.Fitting;
import io.github.keras4j.fit.History;
import io.github.keras4j.fit.InitialWeights;
import io.github.keras4j.fit.Interruption;
import io.github.keras4j.fit.KerasLines;
import io.github.keras4j.fit.ModelCheckpoint;
import io.github.keras4j.fit.ReduceLROnPlateau;
import io.github.keras4j.fit.TerminateOnNaN;
import io.github.keras4j.fit.TrainedModels;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.report.HtmlReport;
import io.github.keras4j.source.ModelSource;
import io.github.keras4j.tensor.DType;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code keras4j fit}. Exit codes: 0 done, 2 wrong usage, 3 the model is not read or trained, 4 bad samples, 130 interrupted
 * by Ctrl-C.
 */
@Command(
        name = "fit",
        description = "Trains a model on samples, as Keras's model.fit.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class FitCommand implements Callable<Integer> {
    @Mixin
    private ModelArguments model = new ModelArguments();

    @Mixin
    private SampleArguments samples = new SampleArguments();

    @Mixin
    private SampleArguments.CompileOptions compiled = new SampleArguments.CompileOptions();

    @Option(
            names = "--from-scratch",
            description = "Draw new weights by the layers' initializers, from --seed, instead of those of the file.")
    private boolean fromScratch;

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private int epochs = 1;

    @Option(
            names = "--initial-epoch",
            paramLabel = "N",
            defaultValue = "0",
            description = "How many epochs are done already.")
    private int initialEpoch;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "32",
            description = "Samples per update; default: ${DEFAULT-VALUE}.")
    private int batchSize = 32;

    @Option(
            names = "--validation-split",
            paramLabel = "SHARE",
            description = "The share of the last samples, before shuffling, that is evaluated and not trained on.")
    private double validationSplit;

    @Option(
            names = "--validation-x",
            paramLabel = "[INPUT=]FILE[#PART]",
            description = "Inputs that are evaluated after each epoch.")
    private List<String> validationX = List.of();

    @Option(names = "--validation-y", paramLabel = "[OUTPUT=]FILE[#PART]", description = "Their targets.")
    private List<String> validationY = List.of();

    @Option(names = "--no-shuffle", description = "Train in the order of the samples.")
    private boolean noShuffle;

    @Option(
            names = "--reset-states",
            paramLabel = "WHEN",
            defaultValue = "never",
            description = "When stateful layers forget: never, batch (before each) or epoch (after each).")
    private Fitting.ResetStates resetStates = Fitting.ResetStates.NEVER;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of the order, and of --from-scratch; default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--class-weight",
            paramLabel = "CLASS=WEIGHT",
            split = ",",
            description = "What samples of a class count: 0=1,1=5.")
    private Map<Integer, Double> classWeight = new LinkedHashMap<>();

    @Option(
            names = "--dtype",
            paramLabel = "DTYPE",
            defaultValue = "float32",
            description = "float32 or float64; default: ${DEFAULT-VALUE}.")
    private String dtype = "float32";

    @Option(names = "--engine", paramLabel = "ENGINE", defaultValue = "auto", description = "auto is purejava.")
    private EngineChoice engine = EngineChoice.AUTO;

    @Option(
            names = "--early-stopping",
            paramLabel = "MONITOR[,patience=N][,min_delta=X][,restore_best_weights]",
            description = "Stop when the quantity no longer improves, as Keras's EarlyStopping.")
    private Optional<String> earlyStopping = Optional.empty();

    @Option(
            names = "--reduce-lr",
            paramLabel = "MONITOR[,factor=X][,patience=N][,min_delta=X][,cooldown=N][,min_lr=X]",
            description = "Lower the learning rate on a plateau, as Keras's ReduceLROnPlateau.")
    private Optional<String> reduceLr = Optional.empty();

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE[,monitor=NAME][,save_best_only]",
            description = "Save after epochs, as Keras's ModelCheckpoint; {epoch:02d} and the like are filled in.")
    private Optional<String> checkpoint = Optional.empty();

    @Option(names = "--terminate-on-nan", description = "Stop at the first loss that is not finite.")
    private boolean terminateOnNan;

    @Option(names = "--csv-log", paramLabel = "FILE", description = "Write a line per epoch as it ends.")
    private Optional<Path> csvLog = Optional.empty();

    @Option(names = "--history", paramLabel = "FILE.json|.csv", description = "Write the history at the end.")
    private Optional<Path> history = Optional.empty();

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with the history's curves.")
    private Optional<Path> html = Optional.empty();

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "Write the trained model with its optimizer: .h5, or .keras for tf.keras and Keras 3.")
    private Optional<Path> save = Optional.empty();

    @Option(names = "--overwrite", description = "Replace what is at --save and --history.")
    private boolean overwrite;

    @Option(
            names = "--resume",
            description = "Go on with what an interrupted fit (Ctrl-C) left at --save, in the epoch that it was in.")
    private boolean resume;

    @Option(
            names = "--verbose",
            paramLabel = "0|1|2",
            defaultValue = "2",
            description = "2: Keras's line per epoch; 1: a progress bar on a terminal; 0: nothing.")
    private int verbose = 2;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Optional<History> before = resume ? interrupted() : Optional.empty();
        KerasModel read =
                before.isPresent() ? ModelSource.of(save.orElseThrow()).read() : begun();
        boolean replaces = overwrite || before.isPresent();
        List<Path> inputs = samples.files();
        List<Path> outputs =
                Stream.of(save, history, csvLog, html).flatMap(Optional::stream).toList();
        outputs.forEach(output -> OutputFile.check(output, replaces, inputs));
        OutputFile.refuseSame(outputs);
        if (save.isPresent()) {
            OptionalLibrary.HDF5.require("Saving the trained model"); // before the training, not after it
            TrainedModels.check(read, save.get());
        }
        try (Interruption interruption = new Interruption();
                TrainingProgress bar = TrainingProgress.on(verbose > 0)) {
            try {
                Fitted fitted = Fit.run(
                        read, samples.read(read, model.source()), fitting(read, before, interruption), log(read, bar));
                write(fitted, before);
            } catch (Interruption.Interrupted e) {
                return interrupted(interruption.lastEpoch(), before);
            }
        }
        return ExitCodes.OK;
    }

    private KerasModel begun() {
        KerasModel stored = compiled.compile(model.source().read(), spec);
        if (resume) {
            TrainedModels.requireGoingOn(stored);
        }
        return fromScratch ? InitialWeights.draw(stored, seed) : stored;
    }

    /** How far the training came that --resume goes on with; empty: it begins. */
    private Optional<History> interrupted() throws IOException {
        if (save.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--resume needs --save, the file to go on with");
        }
        Optional<History> before = new FitProgress(save.get()).read(epochs);
        if (before.isEmpty() && Files.exists(save.get()) && !overwrite) {
            throw new ParameterException(
                    spec.commandLine(),
                    "There is nothing to go on with: the training of " + save.get()
                            + " ended. Start anew with --overwrite");
        }
        return before.filter(done -> Files.exists(save.get()));
    }

    private void write(Fitted fitted, Optional<History> before) throws IOException {
        if (save.isPresent()) {
            fitted.save(save.get());
            new FitProgress(save.get()).remove();
        }
        History whole = whole(before, fitted);
        if (html.isPresent()) {
            String page = HtmlReport.ofHistory(fitted.model().name(), FitProgress.columns(whole), About.of(spec));
            OutputFile.writeInto(html.get(), page);
        }
        if (history.isPresent()) {
            boolean table = history.get().toString().endsWith(".csv");
            OutputFile.write(history.get(), table ? FitProgress.csv(whole) : FitProgress.json(whole) + "\n");
        }
    }

    private static History whole(Optional<History> before, Fitted fitted) {
        return before.map(done -> done.then(fitted.history())).orElse(fitted.history());
    }

    /** Saves what the last whole epoch gave. */
    private int interrupted(Optional<Fitted> last, Optional<History> before) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        if (last.isEmpty() || save.isEmpty()) {
            err.println("keras4j: interrupted; nothing is saved: "
                    + (save.isEmpty() ? "there is no --save" : "no epoch has ended"));
        } else {
            History whole = whole(before, last.get());
            last.get().save(save.get());
            new FitProgress(save.get()).write(whole);
            err.println("keras4j: interrupted; " + save.get() + " has the model after epoch "
                    + whole.epochs().get(whole.epochs().size() - 1).number() + " of " + epochs
                    + ". The same command with --resume goes on");
        }
        err.flush();
        return ExitCodes.INTERRUPTED;
    }

    private Fitting fitting(KerasModel read, Optional<History> before, Interruption interruption) {
        List<Callback> callbacks = callbacks(before.isPresent());
        callbacks.add(interruption);
        int done = before.map(History::epochs)
                .filter(ended -> !ended.isEmpty())
                .map(ended -> ended.get(ended.size() - 1).number())
                .orElse(initialEpoch);
        Fitting.Builder builder = Fitting.builder()
                .epochs(epochs)
                .initialEpoch(done)
                .batchSize(atLeastOne(spec, batchSize))
                .shuffle(!noShuffle)
                .seed(seed)
                .validationSplit(validationSplit)
                .classWeight(classWeight)
                .callbacks(callbacks)
                .dtype(dtype(spec, dtype))
                .engine(engine)
                .resetStates(resetStates);
        if (!validationX.isEmpty() || !validationY.isEmpty()) {
            DataSet validation = samples.read(read, model.source(), validationX, validationY, Optional.empty());
            builder.validation(validation);
        }
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private List<Callback> callbacks(boolean goesOn) {
        List<Callback> callbacks = new ArrayList<>();
        if (terminateOnNan) {
            callbacks.add(new TerminateOnNaN());
        }
        reduceLr.map(text -> new CallbackOptions(spec, "--reduce-lr", text))
                .ifPresent(options -> callbacks.add(new ReduceLROnPlateau(
                        options.first(),
                        options.number("factor", 0.1),
                        (int) options.number("patience", 10),
                        options.number("min_delta", 1e-4),
                        (int) options.number("cooldown", 0),
                        options.number("min_lr", 0))));
        checkpoint
                .map(text -> new CallbackOptions(spec, "--checkpoint", text))
                .ifPresent(options -> callbacks.add(new ModelCheckpoint(
                        options.first(), options.text("monitor", "val_loss"), options.flag("save_best_only"))));
        csvLog.ifPresent(file -> callbacks.add(new CsvLogger(file, goesOn)));
        earlyStopping
                .map(text -> new CallbackOptions(spec, "--early-stopping", text))
                .ifPresent(options -> callbacks.add(new EarlyStopping(
                        options.first(),
                        options.number("min_delta", 0),
                        (int) options.number("patience", 0),
                        (int) options.number("start_from_epoch", 0),
                        options.flag("restore_best_weights"))));
        return callbacks;
    }

    private EpochLog log(KerasModel read, TrainingProgress bar) {
        PrintWriter out = spec.commandLine().getOut();
        KerasLines lines = KerasLines.of(read);
        return new EpochLog() {
            @Override
            public void ended(List<String> names, History.Epoch epoch) {
                if (verbose > 1) {
                    bar.aside(() -> say(lines.of(names, epoch)));
                }
            }

            @Override
            public void updated(int epoch, int update, int updates) {
                bar.at(epoch, epochs, update, updates);
            }

            @Override
            public void said(String message) {
                if (verbose > 0) {
                    bar.aside(() -> say(message));
                }
            }

            private void say(String line) {
                out.println(line);
                out.flush();
            }
        };
    }

    static int atLeastOne(CommandSpec spec, int batchSize) {
        if (batchSize < 1) {
            throw new ParameterException(
                    spec.commandLine(), "A batch has at least one sample. Received: --batch-size " + batchSize);
        }
        return batchSize;
    }

    static DType dtype(CommandSpec spec, String name) {
        if (!name.equals("float32") && !name.equals("float64")) {
            throw new ParameterException(
                    spec.commandLine(), "Training computes in float32 or float64. Received: --dtype " + name);
        }
        return DType.of(name);
    }
}
