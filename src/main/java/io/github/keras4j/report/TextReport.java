package io.github.keras4j.report;

import io.github.keras4j.compare.Verification;
import io.github.keras4j.compare.Verification.Difference;
import io.github.keras4j.compare.Verification.Failed;
import io.github.keras4j.compare.Verification.Fault;
import io.github.keras4j.compare.Verification.NotRejected;
import io.github.keras4j.compare.Verification.Outcome;
import io.github.keras4j.compare.Verification.Passed;
import io.github.keras4j.compare.Verification.Result;
import io.github.keras4j.compare.Verification.Skipped;
import io.github.keras4j.compare.Verification.Unreadable;
import io.github.keras4j.compare.Verification.Unsupported;
import java.util.Locale;
import java.util.stream.Collectors;

/** A verification for people: a line per fixture and engine, more lines for a difference, a closing count. */
public final class TextReport {
    private TextReport() {}

    /** One result, without an end of line. */
    public static String of(Result result) {
        Outcome outcome = result.outcome();
        if (outcome instanceof Failed failed) {
            String explained = failed.explanation().message();
            return failed.differences().stream()
                            .map(difference -> of(result, difference))
                            .collect(Collectors.joining("\n"))
                    + (explained.isEmpty() ? "" : "\n" + explained);
        }
        return head(result) + " | " + said(outcome);
    }

    /** The closing count. */
    public static String closing(Verification verification) {
        long errors = verification.count(Unreadable.class) + verification.count(Fault.class);
        long failed = verification.count(Failed.class)
                + verification.count(NotRejected.class)
                + verification.count(Unsupported.class);
        long fixtures = verification.fixtures();
        return String.format(
                Locale.ROOT,
                "%d passed, %d failed, %d errors, %d skipped; %d fixture%s in %.1f s",
                verification.count(Passed.class),
                failed,
                errors,
                verification.count(Skipped.class),
                fixtures,
                fixtures == 1 ? "" : "s",
                verification.nanos() / 1e9);
    }

    /** The first word of an outcome's line. */
    static String word(Outcome outcome) {
        if (outcome instanceof Passed) {
            return "ok";
        }
        if (outcome instanceof Skipped) {
            return "skipped";
        }
        return outcome instanceof Unreadable || outcome instanceof Fault ? "ERROR" : "FAILED";
    }

    /** The outcome in one line; of differences the first. */
    static String said(Outcome outcome) {
        if (outcome instanceof Passed passed) {
            return passed.calls() == 0
                    ? "refused, as expected"
                    : passed.calls()
                            + (passed.calls() == 1 ? " call" : " calls")
                            + String.format(Locale.ROOT, ", greatest difference %.1e", passed.greatest());
        }
        if (outcome instanceof Failed failed) {
            return failed.differences().size() + " differences";
        }
        if (outcome instanceof NotRejected not) {
            return not.message();
        }
        if (outcome instanceof Skipped skipped) {
            return skipped.reason();
        }
        if (outcome instanceof Unsupported unsupported) {
            return "no chosen engine runs this model: " + unsupported.reason();
        }
        if (outcome instanceof Unreadable unreadable) {
            return unreadable.message();
        }
        return "a fault of keras4j's: " + ((Fault) outcome).cause();
    }

    /** A difference with its heading, as the contract for messages shows it. */
    static String of(Result result, Difference difference) {
        return String.format(
                Locale.ROOT,
                "FAILED | %s | call %d | %s '%s' %s %s | engine %s\n%s",
                result.fixture(),
                difference.call(),
                difference.kind().name().toLowerCase(Locale.ROOT),
                difference.name(),
                difference.diff().javaShape(),
                difference.diff().dtype(),
                result.engine(),
                difference.diff().message());
    }

    private static String head(Result result) {
        String engine = result.engine().isEmpty() ? "" : " | engine " + result.engine();
        return String.format(Locale.ROOT, "%-7s| %s%s", word(result.outcome()), result.fixture(), engine);
    }
}
