package io.github.keras4j.engine.purejava.train.f64.layers;

import io.github.keras4j.engine.purejava.train.f64.Flow;
import io.github.keras4j.engine.purejava.train.f64.Graph;
import io.github.keras4j.engine.purejava.train.f64.Unit;
import io.github.keras4j.model.training.Penalty;
import io.github.keras4j.model.training.TrainingRules;

/** A layer's activity regularizer: what its answer costs. Masked steps cost, too. */
final class PenaltyUnit extends Unit implements Graph.Cost {
    private final Flow answer;
    private final double l1;
    private final double l2;
    private final double divisor;

    private double loss;

    PenaltyUnit(Flow answer, Penalty penalty, TrainingRules rules) {
        this.answer = answer;
        l1 = constant(rules, (double) penalty.l1());
        l2 = constant(rules, (double) penalty.l2());
        divisor = rules.activityPenalty() == TrainingRules.ActivityPenalty.MEAN ? answer.batch : 1;
    }

    private static double constant(TrainingRules rules, double number) {
        return rules.roundsPenalties() ? (float) number : number;
    }

    @Override
    public void forward(boolean training) {
        double absolutes = 0;
        double squares = 0;
        for (double y : answer.value) {
            absolutes += Math.abs(y);
            squares += y * y;
        }
        loss = (l1 * absolutes + l2 * squares) / divisor;
    }

    @Override
    public double loss() {
        return loss;
    }

    @Override
    public void backward() {
        for (int i = 0; i < answer.value.length; i++) {
            double y = answer.value[i];
            answer.gradient[i] += (l1 * Math.signum(y) + 2 * l2 * y) / divisor;
        }
    }
}
