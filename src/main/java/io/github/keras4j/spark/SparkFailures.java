package io.github.keras4j.spark;

import io.github.keras4j.errors.Keras4jException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import org.apache.spark.SparkThrowable;
import org.apache.spark.SparkThrowableHelper;
import org.apache.spark.sql.AnalysisException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What {@link SparkPredict} says when it does not work: one line for what the user can mend, a trace for the rest. */
final class SparkFailures {
    /** A model, input or output can't be read or written. */
    static final int UNREADABLE = 3;

    private static final int USAGE = 2;
    private static final int FAULT = 70;

    private SparkFailures() {}

    static int usage(ParameterException e, String[] args) {
        e.getCommandLine().getErr().println("keras4j: " + e.getMessage() + ". --help lists the options");
        return USAGE;
    }

    static int execution(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        Optional<String> known = known(e);
        if (known.isPresent()) {
            err.println("keras4j: " + known.get().lines().findFirst().orElse(""));
            return UNREADABLE;
        }
        err.println("keras4j: the job failed: "
                + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        e.printStackTrace(err);
        return FAULT;
    }

    /** The user's own mistake behind what was thrown: a task's exception comes wrapped in Spark's. */
    private static Optional<String> known(Throwable thrown) {
        for (Throwable e = thrown; e != null; e = e.getCause()) {
            if (e instanceof Keras4jException || e instanceof IOException) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
            if (e instanceof AnalysisException || e instanceof SparkThrowable said && isNamed(said)) {
                boolean there = String.valueOf(e.getMessage()).contains("ALREADY_EXISTS");
                return Optional.of(e.getMessage() + (there ? " --overwrite replaces it." : ""));
            }
        }
        return Optional.empty();
    }

    /** Whether Spark has a name for it, as for a missing path or a damaged file, and it is no fault of its own. */
    private static boolean isNamed(SparkThrowable said) {
        String condition = said.getCondition();
        return condition != null && !condition.isEmpty() && !SparkThrowableHelper.isInternalError(condition);
    }
}
