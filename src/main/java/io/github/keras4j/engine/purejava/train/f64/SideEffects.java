package io.github.keras4j.engine.purejava.train.f64;

import io.github.keras4j.engine.purejava.train.blueprint.Blueprint;
import io.github.keras4j.engine.purejava.train.f64.Parameters.Parameter;
import io.github.keras4j.model.training.Constraint;
import io.github.keras4j.model.training.Optimizer;
import io.github.keras4j.model.training.Penalty;
import io.github.keras4j.model.training.TrainingRules;

/** What acts on gradients before an update and on weights after it: regularizers, clipping, constraints. */
final class SideEffects {
    private static final double EPSILON = (double) TrainingRules.EPSILON;

    private final Parameters parameters;
    private final Blueprint blueprint;
    private final SlicedGradients slices;

    SideEffects(Parameters parameters, Blueprint blueprint, SlicedGradients slices) {
        this.parameters = parameters;
        this.slices = slices;
        this.blueprint = blueprint;
    }

    /** Adds the regularizers' gradients; their share of the loss. */
    double penalize() {
        double loss = 0;
        for (var entry : blueprint.penalties().entrySet()) {
            Parameter parameter = parameters.get(entry.getKey());
            Penalty penalty = entry.getValue();
            double l1 = constant((double) penalty.l1());
            double l2 = constant((double) penalty.l2());
            double absolutes = 0;
            double squares = 0;
            for (int i = parameter.offset(); i < parameter.offset() + parameter.size(); i++) {
                double w = parameters.value[i];
                absolutes += Math.abs(w);
                squares += w * w;
                parameters.gradient[i] += l1 * Math.signum(w) + 2 * l2 * w;
            }
            loss += l1 * absolutes + l2 * squares;
        }
        return loss;
    }

    private double constant(double number) {
        return blueprint.rules().roundsPenalties() ? (float) number : number;
    }

    void clip(Optimizer optimizer) {
        double[] g = parameters.gradient;
        if (optimizer.globalClipNorm() > 0) {
            clipNorm(g, 0, parameters.trained, (double) optimizer.globalClipNorm());
        }
        if (optimizer.clipNorm() > 0) {
            for (Parameter parameter : parameters.all()) {
                if (parameters.isTrained(parameter) && !slices.contains(parameter)) {
                    clipNorm(g, parameter.offset(), parameter.size(), (double) optimizer.clipNorm());
                }
            }
        }
        double limit = (double) optimizer.clipValue();
        if (limit > 0) {
            for (int i = 0; i < parameters.trained; i++) {
                g[i] = Math.min(Math.max(g[i], -limit), limit);
            }
        }
    }

    private static void clipNorm(double[] g, int at, int n, double limit) {
        double norm = (double) Math.sqrt(Kernels.BEST.dot(n, g, at, g, at));
        if (norm >= limit) {
            for (int i = at; i < at + n; i++) {
                g[i] = g[i] * limit / norm;
            }
        }
    }

    void constrain() {
        blueprint.constraints().forEach((path, constraint) -> constrain(parameters.get(path), constraint));
    }

    private void constrain(Parameter parameter, Constraint constraint) {
        double[] w = parameters.value;
        int at = parameter.offset();
        int rows = parameter.shape().size(0);
        int cols = parameter.size() / rows;
        if (constraint.kind() == Constraint.Kind.NON_NEG) {
            for (int i = at; i < at + rows * cols; i++) {
                w[i] = w[i] >= 0 ? w[i] : 0;
            }
            return;
        }
        for (int c = 0; c < cols; c++) {
            double squares = 0;
            for (int r = 0; r < rows; r++) {
                squares += w[at + r * cols + c] * w[at + r * cols + c];
            }
            double norm = (double) Math.sqrt(squares);
            double factor = wanted(norm, constraint) / (EPSILON + norm);
            for (int r = 0; r < rows; r++) {
                w[at + r * cols + c] *= factor;
            }
        }
    }

    private static double wanted(double norm, Constraint constraint) {
        double max = (double) constraint.max();
        double min = (double) constraint.min();
        double rate = (double) constraint.rate();
        return switch (constraint.kind()) {
            case MAX_NORM -> Math.min(norm, max);
            case MIN_MAX_NORM -> rate * Math.min(Math.max(norm, min), max) + (1 - rate) * norm;
            default -> 1;
        };
    }
}
