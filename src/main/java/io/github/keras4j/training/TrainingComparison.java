package io.github.keras4j.training;

import io.github.keras4j.compare.TrainingDivergence;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.tensor.DType;
import java.util.List;
import java.util.Optional;

/**
 * A training in Java compared with the recorded one.
 *
 * @param fixture the fixture's name
 * @param engine what trained in Java
 * @param dtype what both computed in
 * @param updates how many updates there were
 * @param seconds how long Java's took
 * @param racy why the recorded run can't be compared update by update; empty if it can
 * @param horizon the number of updates over which Keras's own float32 and float64 runs stay within 1e-4 of each other;
 *     empty if only one is recorded
 * @param repeats how many other float32 runs of Keras count towards its distance from itself
 * @param losses the losses, as far as they are compared; empty if none are recorded
 * @param weights checkpoints and final weights
 * @param outcome how many answers of the trained models are right; empty of a regression
 * @param errors how far the answers of a regression's trained models are from the targets
 * @param losslog every update's loss in Java
 * @param trained the model as trained in Java
 */
public record TrainingComparison(
        String fixture,
        String engine,
        DType dtype,
        int updates,
        double seconds,
        Optional<String> racy,
        Optional<Integer> horizon,
        int repeats,
        Optional<TrainingDivergence> losses,
        List<WeightsAt> weights,
        Optional<Outcome> outcome,
        Optional<Errors> errors,
        List<Double> losslog,
        KerasModel trained) {

    /**
     * Weights after some updates.
     *
     * @param held whether the tolerance applies; weights past the horizon are only reported
     * @param differences by weight, the greatest first
     */
    public record WeightsAt(int update, boolean held, List<WeightDifference> differences) {
        /** {@return whether no weight that is held differs by more than is allowed} */
        public boolean passes() {
            return !held || differences.stream().allMatch(WeightDifference::passes);
        }
    }

    /**
     * The element of a weight that is furthest from Python's.
     *
     * @param weight {@code lstm_1/kernel}
     * @param index of the element
     */
    public record WeightDifference(
            String weight, List<Integer> index, double java, double python, double difference, boolean passes) {}

    /**
     * What the trained models answer to the samples they were trained on.
     *
     * @param samples how many answers there are
     * @param javaRight how many of Java's are the target
     * @param pythonRight how many are right with Python's final weights
     * @param same how many answers of the two are the same
     * @param allowed how far the two counts may differ
     */
    public record Outcome(int samples, int javaRight, int pythonRight, int same, int allowed) {
        /** {@return whether the two counts differ by no more than is allowed} */
        public boolean passes() {
            return Math.abs(javaRight - pythonRight) <= allowed;
        }
    }

    /**
     * How far the trained models' answers are from the targets of the samples they were trained on.
     *
     * @param java the mean of |answer - target|
     * @param python the same with Python's final weights
     * @param greatest the greatest difference of an answer of the two
     * @param allowed how far the two means may differ
     */
    public record Errors(double java, double python, double greatest, double allowed) {
        /** {@return whether the two means differ by no more than is allowed} */
        public boolean passes() {
            return Math.abs(java - python) <= allowed;
        }
    }

    /** The lists are copied. */
    public TrainingComparison {
        weights = List.copyOf(weights);
        losslog = List.copyOf(losslog);
    }

    /** Whether everything that has a tolerance is within it. */
    public boolean passes() {
        return losses.map(TrainingDivergence::passes).orElse(true)
                && weights.stream().allMatch(WeightsAt::passes)
                && outcome.map(Outcome::passes).orElse(true)
                && errors.map(Errors::passes).orElse(true);
    }
}
