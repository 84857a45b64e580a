package io.github.keras4j.model.dialect.weights;

import io.github.keras4j.model.Normalizing;
import io.github.keras4j.tensor.Shape;
import java.util.List;

/** The arrays of normalizations. */
final class NormalizingSlots {
    private NormalizingSlots() {}

    static void of(Normalizing layer, List<Shape> inputs, List<WeightSlot> slots) {
        if (layer instanceof Normalizing.BatchNormalization batch) {
            Shape shape = kept(batch.axis(), inputs);
            affine(batch.scale(), batch.center(), shape, slots);
            slots.add(new WeightSlot("moving_mean", shape, false));
            slots.add(new WeightSlot("moving_variance", shape, false));
        } else if (layer instanceof Normalizing.SampleNormalization) {
            Shape shape = kept(List.of(-1), inputs);
            affine(true, true, shape, slots);
            slots.add(new WeightSlot("moving_mean", shape, false));
            slots.add(new WeightSlot("moving_variance", shape, false));
        } else if (layer instanceof Normalizing.LayerNormalization norm) {
            affine(norm.scale(), norm.center(), kept(norm.axis(), inputs), slots);
        } else if (layer instanceof Normalizing.GroupNormalization norm) {
            affine(norm.scale(), norm.center(), kept(List.of(norm.axis()), inputs), slots);
        } else if (layer instanceof Normalizing.RmsNormalization norm) {
            slots.add(new WeightSlot("scale", kept(norm.axis(), inputs), true));
        }
    }

    private static void affine(boolean scale, boolean center, Shape shape, List<WeightSlot> slots) {
        if (scale) {
            slots.add(new WeightSlot("gamma", shape, true));
        }
        if (center) {
            slots.add(new WeightSlot("beta", shape, true));
        }
    }

    /** The sizes of the axes that are kept apart. */
    static Shape kept(List<Integer> axes, List<Shape> inputs) {
        if (inputs.isEmpty()) {
            return WeightCheck.ANY;
        }
        Shape shape = Shape.of();
        for (int axis : axes) {
            shape = shape.append(inputs.get(0).size(axis));
        }
        return shape;
    }
}
