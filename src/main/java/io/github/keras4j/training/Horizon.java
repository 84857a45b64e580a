package io.github.keras4j.training;

import io.github.keras4j.compare.TrainingDivergence;
import io.github.keras4j.data.TrainingRun;
import io.github.keras4j.data.TrainingRun.Allowed;
import io.github.keras4j.errors.FixtureException;
import io.github.keras4j.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/**
 * How long two correct trainings can agree. The horizon is the update at which Keras's float32 run differs from its
 * float64 run by 1e-4. Up to it a float64 loss may differ by 1e-6 (or by what the fixture says), a float32 loss by ten
 * times the greatest distance so far between Keras's float32 run and its float64 run or a repeat, at least by 1e-6.
 * After it only the outcome is compared.
 */
final class Horizon {
    /** How far Keras's runs differ at the horizon. */
    static final double APART = 1e-4;

    private static final double FLOAT64 = 1e-6;
    private static final double FLOOR = 1e-6;
    private static final double TIMES = 10;

    /** Updates up to the horizon; empty if no second run is recorded. */
    final Optional<Integer> updates;

    private final IntToDoubleFunction allowed;

    private Horizon(Optional<Integer> updates, IntToDoubleFunction allowed) {
        this.updates = updates;
        this.allowed = allowed;
    }

    /**
     * @param companion the same run in the other dtype
     * @param repeats the same run in the same dtype ({@link Repeats})
     */
    static Horizon of(TrainingRun run, Optional<TrainingRun> companion, List<TrainingRun> repeats) {
        if (run.stepLosses().isEmpty()) {
            return new Horizon(Optional.empty(), update -> 0);
        }
        double[] own = run.stepLosses().get().toDoubles();
        if (companion.isEmpty() || !isSameRun(own, companion.get())) {
            Allowed given = run.lossTolerance()
                    .orElse(run.dtype() == DType.FLOAT32 ? new Allowed(1e-5, 1e-5) : new Allowed(1e-7, 1e-7));
            return new Horizon(Optional.empty(), update -> given.atol() + given.rtol() * Math.abs(own[update]));
        }
        double[] other = companion.get().stepLosses().get().toDoubles();
        if (other.length != own.length || companion.get().dtype() == run.dtype()) {
            throw new FixtureException(run.file() + ": 'companion' is the same run in the other dtype. Received: "
                    + other.length + " updates in " + companion.get().dtype() + " for " + own.length + " in "
                    + run.dtype());
        }
        int horizon = TrainingDivergence.horizon(own, other, APART);
        if (run.dtype() == DType.FLOAT64) {
            Allowed given = run.lossTolerance().orElse(new Allowed(0, FLOAT64));
            return new Horizon(Optional.of(horizon), update -> given.atol() + given.rtol() * Math.abs(own[update]));
        }
        double[] distance = distances(own, other, repeats);
        return new Horizon(Optional.of(horizon), update -> ofOwnDistance(distance[update]));
    }

    /** Keras's own greatest distance so far, at each update. */
    private static double[] distances(double[] own, double[] other, List<TrainingRun> repeats) {
        double[] distance = new double[own.length];
        List<double[]> runs = new ArrayList<>(List.of(other));
        repeats.forEach(repeat -> repeat.stepLosses().ifPresent(losses -> runs.add(losses.toDoubles())));
        double greatest = 0;
        for (int i = 0; i < own.length; i++) {
            for (double[] losses : runs) {
                greatest = Math.max(greatest, Math.abs(own[i] - losses[i]));
            }
            distance[i] = greatest;
        }
        return distance;
    }

    /**
     * Whether both runs start from the same weights. A generator that draws other numbers per dtype gives two different
     * runs, which have no horizon.
     */
    private static boolean isSameRun(double[] own, TrainingRun companion) {
        return companion.stepLosses().isPresent()
                && Math.abs(companion.stepLosses().get().getDouble(0) - own[0]) <= APART;
    }

    /** How far a float32 loss may differ if Keras's own runs are this far apart. */
    static double ofOwnDistance(double distance) {
        return Math.max(FLOOR, TIMES * distance);
    }

    double allowed(int update) {
        return allowed.applyAsDouble(update);
    }
}
