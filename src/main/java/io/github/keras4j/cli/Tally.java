package io.github.keras4j.cli;

import io.github.keras4j.predict.Answers;
import java.util.Locale;

/** Counts answers, and says at the end how many there were and how fast they came. */
final class Tally {
    private final long start = System.nanoTime();
    private long answers;
    private long earlier;
    private long errors;
    private String firstError = "";

    void add(Answers more) {
        answers += more.count();
        more.errors().forEach(error -> addError(error.text()));
    }

    /** Answers that stood in the output already. */
    void addEarlier(long count) {
        answers += count;
        earlier += count;
    }

    void addError(String error) {
        firstError = errors++ == 0 ? error : firstError;
    }

    /** One line. */
    String closing() {
        double seconds = Math.max(1e-3, (System.nanoTime() - start) / 1e9);
        String rate = String.format(Locale.ROOT, "%.2f s (%,.0f per second)", seconds, (answers - earlier) / seconds);
        return errors == 0
                ? String.format(Locale.ROOT, "%,d answer%s, no errors, %s", answers, answers == 1 ? "" : "s", rate)
                : String.format(
                        Locale.ROOT,
                        "%,d of %,d inputs were bad; the first: %s; %s",
                        errors,
                        answers,
                        Failures.cut(firstError),
                        rate);
    }

    int exitCode() {
        return errors == 0 ? ExitCodes.OK : ExitCodes.BAD_LINES;
    }
}
