package io.github.keras4j;

import io.github.keras4j.engine.Session;
import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.source.TinyModel;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Tensor;
import java.util.List;
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
        KerasModel model = TinyModel.read();
        try (Session session = new PureJavaEngine().plan(model).openSession()) {
            Tensor image = Tensor.zeros(TinyModel.IMAGE, DType.FLOAT32);
            Tensor answer = image;
            for (int i = 0; i < CALLS; i++) {
                answer = session.predict(List.of(image)).get(0);
            }
            return answer;
        }
    }
}
