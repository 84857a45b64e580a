package io.github.keras4j.cli;

import java.io.Console;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar with rate and time left, for who sits before a terminal; a pipe or a log gets none. */
final class Progress {
    private static final long MEBIBYTE = 1 << 20;

    private Progress() {}

    /** @param bytes how many the input has */
    static InputStream over(InputStream in, long bytes, String task) {
        if (!isTerminal()) {
            return in;
        }
        boolean plain = System.getenv("NO_COLOR") != null;
        return ProgressBar.wrap(
                in,
                new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(bytes)
                        .setUnit(" MiB", MEBIBYTE)
                        .setStyle(plain ? ProgressBarStyle.ASCII : ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                        .showSpeed());
    }

    static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // from JDK 22 on there is a console in a pipe too, which says so
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }
}
