package io.github.keras4j.training;

import io.github.keras4j.data.TrainingRun;
import io.github.keras4j.data.TrainingRun.Allowed;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How far weights may differ from Python's. The fixture's tolerance if it has one. Otherwise, in float32 and up to the
 * horizon, ten times the greatest distance so far between Keras's own runs, array by array, at least 1e-6. Otherwise
 * 1e-3, in float64 1e-4. Updates must be asked for in order.
 */
final class WeightsAllowed {
    private final TrainingRun run;
    private final List<RecordedRun> others;
    private final Map<String, Double> greatest = new LinkedHashMap<>();

    /**
     * @param others the same run in the other dtype, and repeats, where they tell a horizon
     */
    WeightsAllowed(TrainingRun run, List<RecordedRun> others) {
        this.run = run;
        this.others = run.dtype() == DType.FLOAT32 ? others : List.of();
    }

    /** By the weight's path, after so many updates, where Python had these weights. */
    Function<String, Allowed> after(int update, Weights python) {
        if (run.weightsTolerance().isPresent()) {
            return path -> run.weightsTolerance().get();
        }
        List<Weights> theirs = others.stream()
                .flatMap(other -> file(other.run, update).map(other::weights).stream())
                .toList();
        if (theirs.isEmpty()) {
            double size = run.dtype() == DType.FLOAT32 ? 1e-3 : 1e-4;
            return path -> new Allowed(size, size);
        }
        for (Weights weights : theirs) {
            Map<String, Tensor> twins = weights.flatten();
            python.flatten().forEach((path, own) -> {
                Tensor twin = twins.get(path);
                if (twin != null) {
                    greatest.merge(path, distance(own, twin), Math::max);
                }
            });
        }
        return path -> new Allowed(0, Horizon.ofOwnDistance(greatest.getOrDefault(path, 0.0)));
    }

    private static Optional<Path> file(TrainingRun run, int update) {
        return update == run.updates()
                ? run.finalWeights()
                : Optional.ofNullable(run.checkpoints().get(update));
    }

    private static double distance(Tensor one, Tensor other) {
        double greatest = 0;
        for (int i = 0; i < one.size(); i++) {
            greatest = Math.max(greatest, Math.abs(one.getDouble(i) - other.getDouble(i)));
        }
        return greatest;
    }
}
