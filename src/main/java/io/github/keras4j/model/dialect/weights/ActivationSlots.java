package io.github.keras4j.model.dialect.weights;

import io.github.keras4j.model.Activations;
import io.github.keras4j.tensor.Shape;
import java.util.List;

/** The arrays of activations that have some. */
record ActivationSlots(List<Shape> inputs) implements Activations.Visitor<List<WeightSlot>> {
    @Override
    public List<WeightSlot> prelu(Activations.PReLU layer) {
        return perFeature(layer.sharedAxes(), "alpha");
    }

    @Override
    public List<WeightSlot> srelu(Activations.SReLU layer) {
        return perFeature(layer.sharedAxes(), "t_left", "a_left", "t_right", "a_right");
    }

    @Override
    public List<WeightSlot> parametricSoftplus(Activations.ParametricSoftplus layer) {
        return perFeature(layer.sharedAxes(), "alpha", "beta");
    }

    @Override
    public List<WeightSlot> activate(Activations.Activate layer) {
        return List.of();
    }

    @Override
    public List<WeightSlot> axesSoftmax(Activations.AxesSoftmax layer) {
        return List.of();
    }

    private List<WeightSlot> perFeature(List<Integer> shared, String... names) {
        Shape shape = shape(shared);
        return List.of(names).stream()
                .map(name -> new WeightSlot(name, shape, true))
                .toList();
    }

    /** The input's shape without batch, 1 on the shared axes; a scalar stands for a shape that can't be told. */
    private Shape shape(List<Integer> shared) {
        if (inputs.isEmpty()) {
            return WeightCheck.ANY;
        }
        Shape input = inputs.get(0);
        for (int axis : shared) {
            input = input.with(axis, 1);
        }
        return input.slice(1, input.rank());
    }
}
