package io.github.keras4j.compare;

import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The results of checking fixtures: one per fixture and engine, in the order of the run.
 *
 * @param nanos how long it took
 */
public record Verification(List<Result> results, long nanos) {
    /** The results are copied. */
    public Verification {
        results = List.copyOf(results);
    }

    /** Whether at least one fixture was checked and all were right. */
    public boolean passes() {
        return results.stream().noneMatch(result -> result.outcome().isBad()) && count(Passed.class) > 0;
    }

    /** How many fixtures there were. Fixtures of the same name in two folders count as two. */
    public long fixtures() {
        return results.stream().map(Result::folder).distinct().count();
    }

    /** How many results have that outcome. */
    public long count(Class<? extends Outcome> outcome) {
        return results.stream()
                .filter(result -> outcome.isInstance(result.outcome()))
                .count();
    }

    /**
     * One fixture on one engine.
     *
     * @param fixture its path below the searched one
     * @param engine empty when the fixture failed before an engine had its turn
     * @param recording what the fixture says of itself; empty when it could not be read
     */
    public record Result(
            String fixture, Path folder, String engine, Outcome outcome, long nanos, Optional<Recording> recording) {
        /**
         * A result of a fixture of which nothing else is known.
         *
         * @param fixture its name
         * @param folder where it lies
         * @param engine what ran it; empty when none did
         * @param outcome what came of it
         * @param nanos how long it took, in nanoseconds
         */
        public Result(String fixture, Path folder, String engine, Outcome outcome, long nanos) {
            this(fixture, folder, engine, outcome, nanos, Optional.empty());
        }
    }

    /**
     * Where the recorded numbers come from.
     *
     * @param description free text; empty when there is none
     * @param producer versions by name ({@code keras}, {@code backend}, ...)
     * @param model the model's file name
     * @param sha256 of that file, in hexadecimal; empty when it was not recorded
     */
    public record Recording(String description, Map<String, String> producer, String model, String sha256) {
        /** The map is copied. */
        public Recording {
            producer = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(producer)); // keeps the order
        }
    }

    /** The outcome of a check. */
    public sealed interface Outcome {
        /** Whether the fixture is not right. */
        default boolean isBad() {
            return true;
        }
    }

    /**
     * All compared tensors pass, or the model was refused as expected.
     *
     * @param calls how many calls ran; 0 for a refusal
     * @param greatest the greatest absolute difference of all
     */
    public record Passed(int calls, double greatest) implements Outcome {
        @Override
        public boolean isBad() {
            return false;
        }
    }

    /**
     * Some tensors do not pass.
     *
     * @param explanation the first layer that differs, and the cause if it could be found
     */
    public record Failed(List<Difference> differences, Explanation explanation) implements Outcome {
        /** The differences are copied. */
        public Failed {
            differences = List.copyOf(differences);
        }

        /**
         * Differences without an explanation.
         *
         * @param differences at least one
         */
        public Failed(List<Difference> differences) {
            this(differences, Explanation.NONE);
        }
    }

    /** The model should have been refused and was not, or was refused with another message. */
    public record NotRejected(String message) implements Outcome {}

    /** This engine does not run the model, another one did; or the fixture has nothing for it to check. */
    public record Skipped(String reason) implements Outcome {
        @Override
        public boolean isBad() {
            return false;
        }
    }

    /** This engine does not run the model, and no other chosen one does. */
    public record Unsupported(String reason) implements Outcome {}

    /** The fixture or its model can't be read, or the engine refuses its inputs. The user can fix this. */
    public record Unreadable(String message) implements Outcome {}

    /** A bug of keras4j or of an engine. */
    public record Fault(Throwable cause) implements Outcome {}

    /** What a compared tensor is. */
    public enum Kind {
        /** One of the model's outputs. */
        OUTPUT,
        /** One of a layer's outputs. */
        LAYER
    }

    /**
     * One tensor that does not pass.
     *
     * @param call counted from 0
     * @param name the layer's name
     * @param java what the engine gave
     * @param python what was recorded
     */
    public record Difference(int call, Kind kind, String name, TensorDiff diff, Tensor java, Tensor python) {}
}
