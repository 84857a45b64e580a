package io.github.keras4j.diagnosis;

import io.github.keras4j.compare.Cause.Kind;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Epsilons of all generations, and a variance stored as a standard deviation or read as one. */
final class NormalizationVariants {
    /** Keras 1: 1e-6, later 1e-5; Keras 2 and after: 1e-3; LayerNormalization 1e-3; torch 1e-5; others' defaults. */
    private static final List<Double> EPSILONS = List.of(1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-12);

    private NormalizationVariants() {}

    static List<Variant> of(Layer layer, Weights weights) {
        List<Variant> variants = new ArrayList<>();
        if (layer instanceof Normalizing.BatchNormalization b) {
            for (double epsilon : EPSILONS) {
                add(variants, b.epsilon(), epsilon, batch(b, epsilon, b.perBatch()), weights);
            }
            variants.add(new Variant(
                    Kind.NORMALIZATION,
                    b.perBatch() ? "by running averages" : "by the batch's own mean and variance",
                    batch(b, b.epsilon(), !b.perBatch()),
                    weights));
            variance(variants, b, weights);
        } else if (layer instanceof Normalizing.LayerNormalization l) {
            for (double epsilon : EPSILONS) {
                Layer changed = new Normalizing.LayerNormalization(
                        l.info(), l.axis(), epsilon, l.center(), l.scale(), l.rmsScaling());
                add(variants, l.epsilon(), epsilon, changed, weights);
            }
        } else if (layer instanceof Normalizing.GroupNormalization g) {
            for (double epsilon : EPSILONS) {
                Layer changed = new Normalizing.GroupNormalization(
                        g.info(), g.groups(), g.axis(), epsilon, g.center(), g.scale(), g.weighsByMask());
                add(variants, g.epsilon(), epsilon, changed, weights);
            }
        }
        return variants;
    }

    private static void add(List<Variant> variants, double now, double epsilon, Layer changed, Weights weights) {
        if (now != epsilon) {
            variants.add(
                    new Variant(Kind.EPSILON, "epsilon " + epsilon + " where this model has " + now, changed, weights));
        }
    }

    private static Layer batch(Normalizing.BatchNormalization b, double epsilon, boolean perBatch) {
        return new Normalizing.BatchNormalization(
                b.info(), b.axis(), b.momentum(), epsilon, b.center(), b.scale(), perBatch);
    }

    /** Keras 1 names the array {@code running_std} and keeps a variance in it. */
    private static void variance(List<Variant> variants, Normalizing.BatchNormalization b, Weights weights) {
        weights.find("moving_variance").ifPresent(variance -> {
            float[] squared = variance.toFloats();
            float[] root = variance.toFloats();
            for (int i = 0; i < squared.length; i++) {
                squared[i] *= squared[i];
                root[i] = (float) Math.sqrt(root[i]);
            }
            variants.add(new Variant(
                    Kind.NORMALIZATION,
                    "moving_variance holds a standard deviation",
                    b,
                    Blocks.with(weights, "moving_variance", Tensor.wrap(variance.shape(), squared))));
            variants.add(new Variant(
                    Kind.NORMALIZATION,
                    "moving_variance was squared",
                    b,
                    Blocks.with(weights, "moving_variance", Tensor.wrap(variance.shape(), root))));
        });
    }
}
