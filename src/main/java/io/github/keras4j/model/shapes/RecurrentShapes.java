package io.github.keras4j.model.shapes;

import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Output shapes of layers that walk over steps: the output, then the states with return_state. */
record RecurrentShapes(Shape input) implements Recurrent.Visitor<List<Shape>> {
    @Override
    public List<Shape> rnn(Recurrent.Rnn layer) {
        return walked(layer.walk(), layer.cell());
    }

    @Override
    public List<Shape> genericRnn(Recurrent.GenericRnn layer) {
        return walked(layer.walk(), layer.cell());
    }

    private List<Shape> walked(Recurrent.Walk walk, Recurrent.Cell cell) {
        int batch = input.size(walk.timeMajor() ? 1 : 0);
        int steps = input.size(walk.timeMajor() ? 0 : 1);
        List<Shape> shapes = new ArrayList<>();
        if (!walk.returnSequences()) {
            shapes.add(Shape.of(batch, cell.outputSize()));
        } else {
            shapes.add(
                    walk.timeMajor()
                            ? Shape.of(steps, batch, cell.outputSize())
                            : Shape.of(batch, steps, cell.outputSize()));
        }
        if (walk.returnState()) {
            cell.stateSizes().forEach(size -> shapes.add(Shape.of(batch, size)));
        }
        return shapes;
    }

    @Override
    public List<Shape> convLstm(Recurrent.ConvLstm conv) {
        Recurrent.Walk walk = conv.walk();
        int batch = input.size(walk.timeMajor() ? 1 : 0);
        int steps = input.size(walk.timeMajor() ? 0 : 1);
        Shape one = WindowShapes.conv(
                Shapes.withoutSteps(input),
                conv.kernelSize(),
                conv.strides(),
                conv.dilation(),
                conv.padding(),
                conv.channelsFirst(),
                conv.filters());
        List<Shape> shapes = new ArrayList<>();
        shapes.add(
                walk.returnSequences() ? one.slice(1, one.rank()).prepend(steps).prepend(batch) : one);
        if (walk.returnState()) {
            shapes.add(one);
            shapes.add(one);
        }
        return shapes;
    }

    static List<Shape> of(Wrapper.Bidirectional layer, Shape input) {
        List<Shape> forward = layer.forward().accept(new RecurrentShapes(input));
        List<Shape> backward = layer.backward().accept(new RecurrentShapes(input));
        Shape one = forward.get(0);
        List<Shape> shapes = new ArrayList<>();
        switch (layer.mergeMode()) {
            case CONCAT -> {
                boolean channelsFirst = layer.forward() instanceof Recurrent.ConvLstm conv && conv.channelsFirst();
                // keras joins on the last axis, whatever the layout of a ConvLSTM
                int axis = one.rank() - 1;
                int other = backward.get(0).size(axis);
                boolean open = one.size(axis) == Shape.UNKNOWN || other == Shape.UNKNOWN;
                shapes.add(one.with(axis, open && channelsFirst ? Shape.UNKNOWN : one.size(axis) + other));
            }
            case NONE -> {
                shapes.add(one);
                shapes.add(backward.get(0));
            }
            default -> shapes.add(one);
        }
        shapes.addAll(forward.subList(1, forward.size()));
        shapes.addAll(backward.subList(1, backward.size()));
        return shapes;
    }
}
