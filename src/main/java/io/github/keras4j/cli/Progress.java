package io.github.keras4j.cli;

import java.io.Console;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on stderr with rate and time left, on a terminal only. */
final class Progress implements AutoCloseable {
    static final Progress NONE = new Progress(Optional.empty());

    private static final Path STDERR = Path.of("/proc/self/fd/2");

    private final Optional<ProgressBar> bar;

    /** What is counted. */
    enum Unit {
        BYTES,
        SAMPLES
    }

    private Progress(Optional<ProgressBar> bar) {
        this.bar = bar;
    }

    static Progress of(String task, long total, Unit unit) {
        if (!isTerminal()) {
            return NONE;
        }
        boolean plain = System.getenv("NO_COLOR") != null;
        ProgressBarBuilder builder = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setStyle(plain ? ProgressBarStyle.ASCII : ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                .showSpeed();
        if (unit == Unit.BYTES) {
            builder.setUnit(" MiB", 1 << 20);
        }
        return new Progress(Optional.of(builder.build()));
    }

    void stepBy(long more) {
        bar.ifPresent(shown -> shown.stepBy(more));
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }

    static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // where Linux tells what stderr is, a log file gets no bar even from a terminal
            if (Files.exists(STDERR) && !STDERR.toRealPath().toString().matches("/dev/(pts/|tty|console).*")) {
                return false;
            }
            // from JDK 22 on there is a console in a pipe too, which says so
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException | IOException e) {
            return false;
        }
    }
}
