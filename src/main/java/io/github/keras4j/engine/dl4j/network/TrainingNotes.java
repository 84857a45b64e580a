package io.github.keras4j.engine.dl4j.network;

import io.github.keras4j.model.training.Constraint;
import io.github.keras4j.model.training.Penalty;
import java.util.List;

/**
 * What a layer does in training beyond its record.
 *
 * @param cutsSigmoid see {@link io.github.keras4j.model.training.TrainingRules}
 * @param halvesReluAtZero see there
 * @param unbiasedVariance see there
 * @param varianceWithEpsilon see there
 * @param frozen a BatchNormalization normalizes by its running averages in training too
 * @param weights in the order of the layer's parameters
 */
public record TrainingNotes(
        boolean cutsSigmoid,
        boolean halvesReluAtZero,
        boolean unbiasedVariance,
        boolean varianceWithEpsilon,
        boolean frozen,
        List<Weight> weights) {
    /**
     * What is done to a weight.
     *
     * @param order its place among all trained weights of the model, in Keras's order; -1: it is not trained
     * @param penalty joins the loss
     * @param constraint is kept after each update
     * @param clipNorm its gradient's norm is at most this; 0: not clipped
     * @param clipValue its gradient's elements are at most this in size; 0: not clipped
     * @param slices what becomes of an embedding's gradient, which is a slice for each index
     */
    public record Weight(
            int order, Penalty penalty, Constraint constraint, double clipNorm, double clipValue, Slices slices) {
        /** Whether updates change it. */
        public boolean trained() {
            return order >= 0;
        }
    }

    /** How an embedding's slices become a gradient. */
    public enum Slices {
        /** They are summed at once. */
        DENSE,
        /** Clipping works on slices, all else on their sum. */
        SUMMED_AFTER_CLIPPING,
        /** Squares of second moments work on slices too. */
        SQUARED_BY_SLICE,
        /** Absolutes of Adamax's norm work on slices too. */
        ABSOLUTE_BY_SLICE
    }
}
