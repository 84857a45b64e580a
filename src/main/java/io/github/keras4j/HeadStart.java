package io.github.keras4j;

import io.github.keras4j.archive.KerasArchive;
import io.github.keras4j.archive.KerasArchive.ByLayer;
import io.github.keras4j.archive.KerasArchive.NamedArray;
import io.github.keras4j.archive.KerasArchives;
import io.github.keras4j.custom.CustomLayers;
import io.github.keras4j.engine.Session;
import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.dialect.CanonicalModels;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;

/**
 * Reads, compiles and runs a tiny network of images on another core, while a program's first large model is read from its
 * file. Most of a first answer's time is code that runs for the first time: a thousand classes are loaded and checked,
 * lambdas are linked, and what is hot waits for its compilation. The tiny network goes the same way ahead of the model.
 */
final class HeadStart {
    /** A smaller file's first answer is there before this would help. */
    static final long FROM = 4 << 20;

    /** So often C2 compiles the loops of products and convolutions. */
    private static final int CALLS = 5;

    private static final int FILTERS = 32;
    private static final int CLASSES = 4;
    private static final Shape IMAGE = Shape.of(1, 32, 32, 3);

    static final String THREAD = "keras4j-head-start";

    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    private HeadStart() {}

    /** Begins, once in a JVM, unless the model is small or there is one core only. Does not wait. */
    static void begin(long bytes) {
        if (bytes < FROM || Runtime.getRuntime().availableProcessors() < 2 || BEGUN.getAndSet(true)) {
            return;
        }
        Thread thread = new Thread(HeadStart::tryToRun, THREAD);
        thread.setDaemon(true);
        thread.start();
    }

    /** What is wrong here, loading the model finds and says. */
    @SuppressWarnings("PMD.AvoidCatchingGenericException")
    private static void tryToRun() {
        try {
            run();
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            LoggerFactory.getLogger(HeadStart.class).debug("the head start ended early", e);
        }
    }

    /** {@return the tiny network's last answer} */
    static Tensor run() {
        KerasModel model =
                CanonicalModels.read(KerasArchives.inMemory(config(), "2.15.0", weights()), CustomLayers.INSTALLED);
        try (Session session = new PureJavaEngine().plan(model).openSession()) {
            Tensor image = Tensor.zeros(IMAGE, DType.FLOAT32);
            Tensor answer = image;
            for (int i = 0; i < CALLS; i++) {
                answer = session.predict(List.of(image)).get(0);
            }
            return answer;
        }
    }

    private static String config() {
        try (InputStream in = HeadStart.class.getResourceAsStream("head-start.json")) {
            if (in == null) {
                throw new IllegalStateException("head-start.json is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Zeros: what is computed does not matter. */
    private static KerasArchive.StoredWeights weights() {
        Map<String, List<NamedArray>> weights = new LinkedHashMap<>();
        add(weights, "conv", "kernel", Shape.of(3, 3, 3, FILTERS));
        add(weights, "expand", "kernel", Shape.of(1, 1, FILTERS, FILTERS));
        add(weights, "depthwise", "depthwise_kernel", Shape.of(3, 3, FILTERS, 1));
        add(weights, "project", "kernel", Shape.of(1, 1, FILTERS, FILTERS));
        add(weights, "depthwise_2", "depthwise_kernel", Shape.of(3, 3, FILTERS, 1));
        add(weights, "classes", "kernel", Shape.of(FILTERS, CLASSES));
        add(weights, "classes", "bias", Shape.of(CLASSES));
        for (String layer : List.of("conv_norm", "expand_norm", "depthwise_norm", "project_norm")) {
            for (String name : List.of("gamma", "beta", "moving_mean", "moving_variance")) {
                add(weights, layer, name, Shape.of(FILTERS));
            }
        }
        return new ByLayer(weights);
    }

    private static void add(Map<String, List<NamedArray>> weights, String layer, String name, Shape shape) {
        weights.computeIfAbsent(layer, key -> new ArrayList<>())
                .add(new NamedArray(layer + "/" + name + ":0", Tensor.zeros(shape, DType.FLOAT32)));
    }
}
