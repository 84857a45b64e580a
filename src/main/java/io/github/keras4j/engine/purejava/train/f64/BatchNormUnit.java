package io.github.keras4j.engine.purejava.train.f64;

import io.github.keras4j.engine.purejava.train.f64.Parameters.Parameter;
import io.github.keras4j.model.training.TrainingRules;
import java.util.Optional;

/** Batch normalization over the last axis: by the batch in training, by the moving averages otherwise. */
public final class BatchNormUnit extends Unit {
    /** Its arrays; gamma and beta where the layer has them. */
    public record Arrays(Optional<Parameter> gamma, Optional<Parameter> beta, Parameter mean, Parameter variance) {}

    private final Flow input;
    private final Flow output;
    private final Parameters parameters;
    private final Arrays arrays;
    private final double momentum;
    private final double epsilon;
    private final TrainingRules rules;
    /** Normalizes by its moving averages in training too. */
    private final boolean frozen;
    /** The moving variance counts n / (n - 1) of the batch's. */
    private final boolean fused;

    /** Whether a row counts in the moments; empty: all do. */
    private final boolean[] counted;
    /** What joins the number of rows that count. */
    private final double countEpsilon;

    private final double[] normal;
    private final double[] inverse;

    public BatchNormUnit(
            Flow input,
            Flow output,
            Parameters parameters,
            Arrays arrays,
            double momentum,
            double epsilon,
            TrainingRules rules,
            boolean frozen,
            boolean fused,
            boolean[] counted) {
        this.input = input;
        this.output = output;
        this.parameters = parameters;
        this.arrays = arrays;
        this.momentum = momentum;
        this.epsilon = epsilon;
        this.rules = rules;
        this.frozen = frozen;
        this.fused = fused;
        this.counted = counted;
        boolean more = counted.length > 0 && rules.maskedMoments() == TrainingRules.MaskedMoments.COUNTED_AND_EPSILON;
        countEpsilon = more ? (double) TrainingRules.EPSILON : 0;
        normal = new double[input.value.length];
        inverse = new double[input.last()];
    }

    @Override
    public void forward(boolean training) {
        int rows = input.rows();
        int cols = input.last();
        double[] w = parameters.value;
        for (int c = 0; c < cols; c++) {
            double mean = w[arrays.mean().offset() + c];
            double variance = w[arrays.variance().offset() + c];
            if (training && !frozen) {
                double n = count(rows);
                mean = 0;
                for (int r = 0; r < rows; r++) {
                    mean += counts(r) ? input.value[r * cols + c] : 0;
                }
                mean /= n;
                variance = 0;
                for (int r = 0; r < rows; r++) {
                    double off = counts(r) ? input.value[r * cols + c] - mean : 0;
                    variance += off * off;
                }
                variance /= n;
                double moved = rules.unbiasedVariance() ? variance * (rows / (rows - (1 + epsilon))) : variance;
                moved = fused ? moved * rows / Math.max(1, rows - 1) : moved;
                moveAverage(arrays.mean().offset() + c, mean);
                moveAverage(arrays.variance().offset() + c, rules.varianceWithEpsilon() ? moved + epsilon : moved);
            }
            inverse[c] = 1 / (double) Math.sqrt(variance + epsilon);
            for (int r = 0; r < rows; r++) {
                int i = r * cols + c;
                normal[i] = (input.value[i] - mean) * inverse[c];
                output.value[i] = normal[i] * gamma(c) + beta(c);
            }
        }
        if (output.masked()) {
            System.arraycopy(input.mask, 0, output.mask, 0, output.mask.length);
        }
    }

    private boolean counts(int row) {
        return counted.length == 0 || counted[row];
    }

    private double count(int rows) {
        int count = 0;
        for (int r = 0; r < rows; r++) {
            count += counts(r) ? 1 : 0;
        }
        return count + countEpsilon;
    }

    private void moveAverage(int at, double value) {
        if (rules.roundsDecay()) {
            double decay = (double) (float) (1 - momentum);
            parameters.value[at] -= (parameters.value[at] - value) * decay;
        } else {
            parameters.value[at] = parameters.value[at] * momentum + value * (1 - momentum);
        }
    }

    private double gamma(int c) {
        return arrays.gamma().isPresent()
                ? parameters.value[arrays.gamma().get().offset() + c]
                : 1;
    }

    private double beta(int c) {
        return arrays.beta().isPresent() ? parameters.value[arrays.beta().get().offset() + c] : 0;
    }

    @Override
    public void backward() {
        int rows = input.rows();
        int cols = input.last();
        double n = count(rows);
        for (int c = 0; c < cols; c++) {
            double sum = 0;
            double along = 0;
            double left = 0;
            for (int r = 0; r < rows; r++) {
                double d = output.gradient[r * cols + c];
                sum += d;
                along += d * normal[r * cols + c];
                left += countEpsilon > 0 && counts(r)
                        ? normal[r * cols + c]
                        : 0; // 0 but for what the epsilon moves the mean
            }
            if (arrays.gamma().isPresent()) {
                parameters.gradient[arrays.gamma().get().offset() + c] += along;
            }
            if (arrays.beta().isPresent()) {
                parameters.gradient[arrays.beta().get().offset() + c] += sum;
            }
            for (int r = 0; r < rows; r++) {
                int i = r * cols + c;
                double d = output.gradient[i];
                double moments = counts(r) ? (sum - along * left / n) / n + normal[i] * along / n : 0;
                double centered = frozen ? d : d - moments;
                input.gradient[i] += centered * gamma(c) * inverse[c];
            }
        }
    }
}
