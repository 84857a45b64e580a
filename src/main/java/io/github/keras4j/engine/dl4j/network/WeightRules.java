package io.github.keras4j.engine.dl4j.network;

import io.github.keras4j.model.training.Penalty;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Before an update: a weight's penalty joins its gradient, which is then clipped, in Keras's order. */
final class WeightRules implements Regularization {
    private static final long serialVersionUID = 1L;

    private final transient TrainingNotes.Weight weight;
    private final transient @Nullable SliceSums sums;

    /** @param sums of the last batch's slices, where the gradient has some */
    WeightRules(TrainingNotes.Weight weight, @Nullable SliceSums sums) {
        this.weight = weight;
        this.sums = sums;
    }

    @Override
    public ApplyStep applyStep() {
        return ApplyStep.BEFORE_UPDATER;
    }

    @Override
    public void apply(INDArray value, INDArray gradient, double rate, int iteration, int epoch) {
        if (!weight.trained()) {
            gradient.assign(0);
            UpdateNotes.add(gradient, gradient, -1);
            return;
        }
        Penalty penalty = weight.penalty();
        if (penalty.l1() != 0) {
            gradient.addi(Transforms.sign(value, true).muli(penalty.l1()));
        }
        if (penalty.l2() != 0) {
            gradient.addi(value.mul(2 * penalty.l2()));
        }
        INDArray taken = gradient;
        if (sums != null) {
            taken = slices(gradient, sums);
        } else if (weight.clipNorm() > 0) {
            clip(gradient, gradient.norm2Number().doubleValue());
        }
        if (weight.clipValue() > 0) {
            double limit = weight.clipValue();
            gradient.assign(Transforms.max(Transforms.min(gradient, limit, true), -limit, true));
        }
        UpdateNotes.add(gradient, taken, weight.order());
    }

    /** What second moments take for the gradient. */
    private INDArray slices(INDArray gradient, SliceSums of) {
        double scale = weight.clipNorm() > 0 ? clip(gradient, Math.sqrt(of.squares())) : 1;
        INDArray flat = of.sums().reshape(gradient.shape());
        return switch (weight.slices()) {
            case SQUARED_BY_SLICE -> Transforms.sqrt(flat, true).muli(scale);
            case ABSOLUTE_BY_SLICE -> flat.mul(scale);
            default -> gradient;
        };
    }

    private double clip(INDArray gradient, double norm) {
        double limit = weight.clipNorm();
        if (norm >= limit) {
            gradient.muli(limit).divi(norm);
            return limit / norm;
        }
        return 1;
    }

    @Override
    public double score(INDArray value, int iteration, int epoch) {
        return score(value, weight.penalty());
    }

    static double score(INDArray value, Penalty penalty) {
        double score = 0;
        if (penalty.l1() != 0) {
            score += penalty.l1() * value.norm1Number().doubleValue();
        }
        if (penalty.l2() != 0) {
            score += penalty.l2() * value.mul(value).sumNumber().doubleValue();
        }
        return score;
    }

    @Override
    public WeightRules clone() {
        return this;
    }
}
