package io.github.keras4j.model;

import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Output shapes of layers that walk over steps: the output, then the states with return_state. */
final class RecurrentShapes {
    private RecurrentShapes() {}

    static List<Shape> of(Recurrent layer, Shape input) {
        Recurrent.Walk walk = layer.walk();
        int batch = input.size(walk.timeMajor() ? 1 : 0);
        int steps = input.size(walk.timeMajor() ? 0 : 1);
        List<Shape> shapes = new ArrayList<>();
        if (layer instanceof Recurrent.ConvLstm conv) {
            Shape one = Shapes.conv(
                    Shapes.withoutSteps(input),
                    conv.kernelSize(),
                    conv.strides(),
                    conv.dilation(),
                    conv.padding(),
                    conv.channelsFirst(),
                    conv.filters());
            shapes.add(
                    walk.returnSequences()
                            ? one.slice(1, one.rank()).prepend(steps).prepend(batch)
                            : one);
            if (walk.returnState()) {
                shapes.add(one);
                shapes.add(one);
            }
            return shapes;
        }
        Recurrent.Cell cell = layer instanceof Recurrent.Rnn rnn ? rnn.cell() : ((Recurrent.GenericRnn) layer).cell();
        Shape one = Shape.of(batch, cell.outputSize());
        if (!walk.returnSequences()) {
            shapes.add(one);
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

    static List<Shape> of(Wrapper.Bidirectional layer, Shape input) {
        List<Shape> forward = of(layer.forward(), input);
        List<Shape> backward = of(layer.backward(), input);
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
