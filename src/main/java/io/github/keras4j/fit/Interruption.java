package io.github.keras4j.fit;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and SIGTERM end a training after its update, not the process: what the last whole epoch gave can then be saved.
 * The JVM waits for that until this is closed, for a minute at most.
 */
public final class Interruption implements Callback, AutoCloseable {
    private static final int LONGEST_WAIT = 60;

    /** Ends the training. */
    public static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Interrupted() {
            super("The training was interrupted");
        }
    }

    private final CountDownLatch saved = new CountDownLatch(1);
    private final Thread hook = new Thread(this::askAndWait, "keras4j-fit-interruption");
    private volatile boolean asked;
    private @Nullable Fitted last;

    /** Watches from now on. */
    public Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void askAndWait() {
        asked = true;
        try {
            boolean inTime = saved.await(LONGEST_WAIT, TimeUnit.SECONDS);
            if (!inTime) {
                System.err.println("keras4j: the update takes too long; nothing is saved");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onTrainBatchEnd(int batch, double loss, Training training) {
        if (asked) {
            throw new Interrupted();
        }
    }

    /** The last of the callbacks: what the others have done to the model is in it. */
    @Override
    public void onEpochEnd(int epoch, Map<String, Double> logs, Training training) {
        last = training.fitted();
    }

    /** The model after the last epoch that ended. */
    public Optional<Fitted> lastEpoch() {
        return Optional.ofNullable(last);
    }

    /** All is saved, or nothing is to be. */
    @Override
    public void close() {
        saved.countDown();
        if (!asked) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                return; // the JVM is about to end: the hook has run
            }
        }
    }
}
