package io.github.keras4j.cli;

import io.github.keras4j.fit.History;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar over a training's updates on stderr, with rate and time left, on a terminal only. */
final class TrainingProgress implements AutoCloseable {
    /** Goes back to the line's start and wipes what the bar drew there. */
    private static final String WIPE = "\r\u001b[K";

    private final boolean wanted;
    private Optional<ProgressBar> bar = Optional.empty();

    private TrainingProgress(boolean wanted) {
        this.wanted = wanted;
    }

    static TrainingProgress on(boolean wanted) {
        return new TrainingProgress(wanted && Progress.isTerminal());
    }

    /** An epoch has ended. */
    void at(History.Epoch epoch) {
        if (wanted && bar.isEmpty()) {
            bar = Optional.of(make((long) epoch.of() * epoch.updates()));
        }
        bar.ifPresent(drawn -> drawn.stepTo((long) epoch.number() * epoch.updates()));
    }

    /**
     * An update was made.
     *
     * @param epoch its epoch, from 1
     * @param of how many epochs there are
     * @param update within the epoch, from 1
     * @param updates of an epoch
     */
    void at(int epoch, int of, int update, int updates) {
        if (wanted && bar.isEmpty()) {
            bar = Optional.of(make((long) of * updates));
        }
        bar.ifPresent(drawn -> drawn.stepTo((epoch - 1L) * updates + update));
    }

    private static ProgressBar make(long updates) {
        boolean plain = System.getenv("NO_COLOR") != null;
        return new ProgressBarBuilder()
                .setTaskName("train")
                .setInitialMax(updates)
                .setUnit(" updates", 1)
                .setStyle(plain ? ProgressBarStyle.ASCII : ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                .showSpeed()
                .clearDisplayOnFinish()
                .build();
    }

    /** Prints lines where the bar stands; it is drawn again below them. */
    void aside(Runnable print) {
        if (bar.isPresent()) {
            System.err.print(WIPE);
            System.err.flush();
        }
        print.run();
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
