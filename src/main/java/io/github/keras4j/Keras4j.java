package io.github.keras4j;

import io.github.keras4j.compare.Verification;
import io.github.keras4j.engine.Compilation;
import io.github.keras4j.engine.CrossCheckedEngine;
import io.github.keras4j.engine.Engine;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.engine.Support;
import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.errors.FixtureException;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.errors.MalformedArchiveException;
import io.github.keras4j.errors.MissingLibraryException;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.fit.EpochLog;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.source.ModelSource;
import io.github.keras4j.training.Retraining;
import io.github.keras4j.training.TrainingComparison;
import io.github.keras4j.training.TrainingOptions;
import io.github.keras4j.verify.Verifier;
import io.github.keras4j.verify.VerifyOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** The entry point: loads Keras models, and checks them against Python's recorded answers. */
public final class Keras4j {
    /** Whether the log has which kernels compute. */
    private static final AtomicBoolean SAID = new AtomicBoolean();

    private Keras4j() {}

    /**
     * Loads a model, on {@code purejava} if that runs it, else on {@code dl4j}.
     *
     * @param path an {@code .h5}, a {@code .keras}, or a fixture's folder
     * @throws MalformedArchiveException for a file that can't be read
     * @throws UnsupportedLayerException if no engine runs it; the message has every refused layer and the reason
     */
    public static KerasPort load(Path path) {
        return load(ModelSource.of(path), LoadOptions.DEFAULT);
    }

    /**
     * As {@link #load(Path)}, with an engine of your choice, or from weights and their architecture.
     *
     * @throws MissingLibraryException if the chosen engine's libraries are not on the class path; the message names the
     *     dependency to add
     */
    public static KerasPort load(ModelSource source, LoadOptions options) {
        beginHeadStart(size(source.model()), options);
        return open(source.read(options.customLayers()), options);
    }

    /**
     * As {@link #load(Path)}, for a model's file that is in memory.
     *
     * @param file all bytes of an {@code .h5} or a {@code .keras}. A {@code .keras} is unpacked through a temporary
     *     file, which is gone afterwards
     */
    public static KerasPort load(byte[] file) {
        return load(file, LoadOptions.DEFAULT);
    }

    /** As {@link #load(byte[])}, with an engine of your choice. */
    public static KerasPort load(byte[] file, LoadOptions options) {
        beginHeadStart(file.length, options);
        return open(ModelSource.read(file, "the model in memory", options.customLayers()), options);
    }

    /**
     * As {@link #load(byte[])}, from a stream: a file of an object store, Hadoop's {@code fileSystem.open(path)}.
     *
     * @param file read to its end; the caller closes it
     * @throws MalformedArchiveException also if reading fails
     */
    public static KerasPort load(InputStream file) {
        return load(file, LoadOptions.DEFAULT);
    }

    /** As {@link #load(InputStream)}, with an engine of your choice. */
    public static KerasPort load(InputStream file, LoadOptions options) {
        try {
            return open(
                    ModelSource.read(file.readAllBytes(), "the model from a stream", options.customLayers()), options);
        } catch (IOException e) {
            throw new MalformedArchiveException("The model's stream can't be read to its end: " + e.getMessage(), e);
        }
    }

    /**
     * Loads a model that lies in a jar.
     *
     * <pre>{@code
     * KerasPort model = Keras4j.loadResource(MyService.class, "/models/price.keras");
     * }</pre>
     *
     * @param owner a class of the same jar or module
     * @param name as {@link Class#getResource} takes it: with a slash before it from the root, else beside the class
     * @throws MalformedArchiveException also if there is no such resource
     */
    public static KerasPort loadResource(Class<?> owner, String name) {
        return loadResource(owner, name, LoadOptions.DEFAULT);
    }

    /** As {@link #loadResource(Class, String)}, with an engine of your choice. */
    public static KerasPort loadResource(Class<?> owner, String name, LoadOptions options) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new MalformedArchiveException("There is no resource '" + name + "' beside class "
                        + owner.getName()
                        + ". Begin the name with a slash if it counts from the jar's root, and check that the build"
                        + " packs the file");
            }
            return open(ModelSource.read(in.readAllBytes(), "the resource " + name, options.customLayers()), options);
        } catch (IOException e) {
            throw new MalformedArchiveException("The resource " + name + " can't be read: " + e.getMessage(), e);
        }
    }

    /** As {@link #load(ModelSource, LoadOptions)}, for a model that was already read. */
    public static KerasPort open(KerasModel model, LoadOptions options) {
        List<String> refusals = new ArrayList<>();
        List<EngineChoice> choices = options.engine() == EngineChoice.AUTO
                ? List.of(EngineChoice.PUREJAVA, EngineChoice.DL4J)
                : List.of(options.engine());
        for (EngineChoice choice : choices) {
            Engine engine = choice == EngineChoice.PUREJAVA ? new PureJavaEngine(options.threads()) : engine(choice);
            if (choices.size() == 1 && engine.missing().isPresent()) {
                throw new MissingLibraryException(engine.missing().get());
            }
            Engine chosen = options.crossCheck() && choice != EngineChoice.PUREJAVA
                    ? new CrossCheckedEngine(engine, new PureJavaEngine())
                    : engine;
            Compilation compilation = chosen.compile(model);
            if (compilation instanceof Compilation.Refused refused) {
                refusals.add("engine " + engine.name() + ": "
                        + String.join(
                                "; ",
                                refused.support().refusals().stream()
                                        .map(Support.Refusal::toString)
                                        .toList()));
                continue;
            }
            if (choice == EngineChoice.PUREJAVA && !SAID.getAndSet(true)) {
                LoggerFactory.getLogger(Keras4j.class)
                        .info("purejava computes with {}", PureJavaEngine.explainKernels());
            }
            return new KerasPort(model, engine.name(), compilation.orThrow(), options.withEngine(choice));
        }
        throw new UnsupportedLayerException(
                "model '" + model.name() + "' has layers that no chosen engine runs: " + String.join(" | ", refusals));
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0; // opening it says why
        }
    }

    private static void beginHeadStart(long bytes, LoadOptions options) {
        if (options.engine() != EngineChoice.DL4J) {
            HeadStart.begin(bytes);
        }
    }

    /**
     * Makes purejava without ServiceLoader, whose first look-up goes through all modules of the JDK: a sixth of the
     * command line's start.
     */
    private static Engine engine(EngineChoice choice) {
        return choice == EngineChoice.PUREJAVA
                ? new PureJavaEngine()
                : choice.engines().get(0);
    }

    /**
     * Trains a fixture's recorded run again on {@code purejava}, in its dtype and order of samples, and compares the
     * two trainings.
     *
     * @param fixture a fixture's folder with a training run
     * @throws FixtureException if it can't be read or has no training run
     * @throws Keras4jException if the model can't be trained; the message has every reason
     */
    public static TrainingComparison train(Path fixture) {
        return Retraining.run(
                fixture,
                new TrainingOptions(EngineChoice.AUTO.trainer(), Optional.empty(), Optional.empty(), Optional.empty()),
                EpochLog.NONE);
    }

    /**
     * Checks every fixture under a path, at any depth, on every engine that supports its model. Runs as many fixtures
     * at a time as there are cores.
     *
     * @throws FixtureException when there is no fixture: a check of nothing must not pass
     */
    public static Verification verify(Path path) {
        return verify(List.of(path), VerifyOptions.DEFAULT, result -> {});
    }

    /**
     * As {@link #verify(Path)}.
     *
     * @param listener gets every result as soon as it is known, in the order of the fixtures
     */
    public static Verification verify(List<Path> paths, VerifyOptions options, Consumer<Verification.Result> listener) {
        return new Verifier(options).verify(paths, listener);
    }
}
