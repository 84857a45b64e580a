package io.github.keras4j.validate;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a validation found.
 *
 * @param model the model's name
 * @param rows how many rows were asked
 * @param python who gave Python's answers: {@code Keras 3.15.1 on tensorflow 2.21.0}, a file's name; empty if nobody did
 * @param engines in the order in which they were asked
 * @param pythonMetrics of Python's answers, by name; empty without answers or targets
 * @param notes what could not be computed, and why
 * @param seconds how long all took
 */
public record Validation(
        String model,
        long rows,
        Optional<String> python,
        List<EngineResult> engines,
        Map<String, Double> pythonMetrics,
        List<String> notes,
        double seconds) {
    /**
     * What one engine gave.
     *
     * @param engine its name
     * @param metrics of its answers, by name; empty without targets
     * @param outputs one per output, in the model's order; empty without Python's answers
     * @param missed the thresholds that were missed, each in one line
     * @param seconds how long it took to answer
     */
    public record EngineResult(
            String engine,
            Map<String, Double> metrics,
            List<OutputResult> outputs,
            List<String> missed,
            double seconds) {}

    /**
     * How an output's numbers lie beside Python's.
     *
     * @param name the output's
     * @param task what its numbers are
     * @param elements how many were compared
     * @param outside how many are outside of the tolerance
     * @param worst the row of the greatest absolute difference, with both values; empty if none differs
     * @param absolute {@code |java - python|}
     * @param relative {@code |java - python| / |python|}, where Python has no 0
     * @param ulps steps of float32 between the two
     * @param decisions how many classes or yes and no were decided; 0 of numbers
     * @param flipped how many were decided otherwise
     * @param topK the number of classes of which the order does not matter in {@code topChanged}; 0 of none
     * @param topChanged how often the first so many classes are others
     * @param flips the first flips
     */
    public record OutputResult(
            String name,
            Task task,
            long elements,
            long outside,
            Optional<Worst> worst,
            Spread absolute,
            Spread relative,
            Spread ulps,
            long decisions,
            long flipped,
            int topK,
            long topChanged,
            List<Flip> flips) {
        /** {@return the share of decisions that are Python's; 1 of none} */
        public double agreement() {
            return decisions == 0 ? 1 : 1 - (double) flipped / decisions;
        }
    }

    /** One element, and the row that it lies in, from 0. */
    public record Worst(long row, double java, double python) {}

    /**
     * A row that Java decides otherwise.
     *
     * @param row from 0
     * @param java its class, or 1 and 0 for yes and no
     * @param javaScore of its class
     * @param python likewise
     * @param pythonScore likewise
     * @param target the right one; empty if not given
     */
    public record Flip(
            long row, int java, double javaScore, int python, double pythonScore, Optional<Integer> target) {}

    /** {@return whether no threshold was missed} */
    public boolean passes() {
        return engines.stream().allMatch(engine -> engine.missed().isEmpty());
    }
}
