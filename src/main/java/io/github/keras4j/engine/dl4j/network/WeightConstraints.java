package io.github.keras4j.engine.dl4j.network;

import io.github.keras4j.model.training.Constraint;
import io.github.keras4j.model.training.TrainingRules;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** What Keras does to a weight after each update; norms are over the first axis (keras/constraints.py). */
final class WeightConstraints {
    private WeightConstraints() {}

    static void apply(Constraint constraint, INDArray weight) {
        switch (constraint.kind()) {
            case NONE -> {}
            case NON_NEG -> weight.assign(Transforms.max(weight, 0.0, true));
            default -> {
                INDArray rows = weight.rank() == 2
                        ? weight
                        : weight.reshape('c', weight.size(0), weight.length() / weight.size(0));
                INDArray norm = Transforms.sqrt(rows.mul(rows).sum(true, 0), false);
                INDArray factor = wanted(norm, constraint).divi(norm.add(TrainingRules.EPSILON));
                weight.assign(rows.mul(factor).reshape('c', weight.shape()));
            }
        }
    }

    private static INDArray wanted(INDArray norm, Constraint constraint) {
        return switch (constraint.kind()) {
            case MAX_NORM -> Transforms.min(norm, constraint.max(), true);
            case MIN_MAX_NORM ->
                Transforms.min(Transforms.max(norm, constraint.min(), true), constraint.max(), true)
                        .muli(constraint.rate())
                        .addi(norm.mul(1 - constraint.rate()));
            default -> norm.ulike().assign(1);
        };
    }
}
