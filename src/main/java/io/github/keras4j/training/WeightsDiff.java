package io.github.keras4j.training;

import io.github.keras4j.data.TrainingRun.Allowed;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import io.github.keras4j.training.TrainingComparison.WeightDifference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** The furthest element of every weight. */
final class WeightsDiff {
    private WeightsDiff() {}

    /** @param allowed by the weight's path */
    static List<WeightDifference> of(Weights java, Weights python, Function<String, Allowed> allowed) {
        List<WeightDifference> differences = new ArrayList<>();
        var mine = java.flatten();
        python.flatten().forEach((path, theirs) -> {
            Tensor own = mine.get(path);
            if (own != null) {
                differences.add(furthest(path, own, theirs, allowed.apply(path)));
            }
        });
        differences.sort(
                Comparator.comparingDouble(WeightDifference::difference).reversed());
        return differences;
    }

    private static WeightDifference furthest(String path, Tensor java, Tensor python, Allowed allowed) {
        int worst = 0;
        boolean passes = true;
        double greatest = -1;
        for (int i = 0; i < python.size(); i++) {
            double difference = Math.abs(java.getDouble(i) - python.getDouble(i));
            passes &= difference <= allowed.atol() + allowed.rtol() * Math.abs(python.getDouble(i));
            if (!(difference <= greatest)) {
                greatest = difference;
                worst = i;
            }
        }
        return new WeightDifference(
                path, index(python.shape(), worst), java.getDouble(worst), python.getDouble(worst), greatest, passes);
    }

    private static List<Integer> index(Shape shape, int flat) {
        Integer[] index = new Integer[shape.rank()];
        int rest = flat;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            index[axis] = rest % shape.size(axis);
            rest /= shape.size(axis);
        }
        return List.of(index);
    }
}
