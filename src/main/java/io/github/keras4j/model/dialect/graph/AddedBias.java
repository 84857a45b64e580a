package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.TensorOperation;
import io.github.keras4j.model.Unknown;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.shapes.EinsumShapes;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where Keras 3 on TensorFlow does not add as numpy does. Its {@code add} takes a second addend with a single axis of more
 * than one element for a bias, and adds it along the last axis, or else along axis 1, if that is as long: {@code x + c}
 * with {@code x} of (None, 2, 2) and {@code c} of (2, 1) is {@code x + c.T} (keras/src/backend/tensorflow/numpy.py 3.15,
 * add). An axis of unknown size may be as long when the model is asked. Such sums are refused: what they give depends on
 * sizes, on the version, and in part on whether {@code predict} or the model itself is called.
 */
public final class AddedBias {
    private AddedBias() {}

    /** The network, with the layers refused whose sums Keras 3 adds along another axis than numpy. */
    public static Network checked(Network network) {
        List<List<Shape>> shapes = Shapes.infer(network);
        List<Node> nodes = new ArrayList<>();
        for (Node node : network.nodes()) {
            Node kept = node;
            if (node.layer() instanceof Wrapper.NestedModel nested) {
                Network inner = checked(nested.network());
                kept = inner == nested.network() ? node : node.withLayer(new Wrapper.NestedModel(nested.info(), inner));
            } else if (isMisplaced(node.layer(), Shapes.inputs(node, shapes))) {
                kept = node.withLayer(new Unknown(
                        node.layer().info(),
                        "Keras 3 on TensorFlow adds its bias, or the second addend, along another axis than numpy does, since"
                                + " that axis is as long or may be (keras/src/backend/tensorflow/numpy.py, add). Move"
                                + " the axis to the end, or make the sizes differ, and save again"));
            }
            nodes.add(kept);
        }
        return network.withNodes(nodes);
    }

    private static boolean isMisplaced(Layer layer, List<Shape> inputs) {
        try {
            return !inputs.isEmpty() && ofLayer(layer, inputs);
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            return false; // a rank that the layer does not take: its reader or the engine says so by name
        }
    }

    private static boolean ofLayer(Layer layer, List<Shape> inputs) {
        Shape x = inputs.get(0);
        if (layer instanceof Wrapper.NestedModel nested) { // inside a TimeDistributed
            return checked(nested.network()) != nested.network();
        }
        if (layer instanceof Wrapper.TimeDistributed wrapper) {
            return isMisplaced(wrapper.layer(), List.of(Shapes.withoutSteps(x)));
        }
        if (layer instanceof Core.Int8EinsumDense whole) {
            return isMisplaced(whole.plain(), inputs);
        }
        if (layer instanceof Core.EinsumDense einsum && !einsum.biasAxes().isEmpty()) {
            EinsumShapes shapes = new EinsumShapes(einsum, x);
            return isMisplaced(shapes.output(), shapes.bias(einsum.biasAxes()));
        }
        if (layer instanceof Attentive.MultiHeadAttention heads && heads.useBias()) {
            return ofHeads(x, heads.numHeads(), heads.keyDim())
                    || ofHeads(inputs.get(inputs.size() - 1), heads.numHeads(), heads.keyDim())
                    || ofHeads(inputs.get(1), heads.numHeads(), heads.valueDim())
                    || isMisplaced(Shapes.outputs(layer, inputs).get(0), outputBias(heads));
        }
        if (layer instanceof Attentive.GroupedQueryAttention grouped && grouped.useBias()) {
            return ofHeads(x, grouped.numQueryHeads(), grouped.headDim())
                    || ofHeads(inputs.get(1), grouped.numKeyValueHeads(), grouped.headDim())
                    || ofHeads(inputs.get(inputs.size() - 1), grouped.numKeyValueHeads(), grouped.headDim());
        }
        if (layer instanceof Convolutional convolution && addsToChannelsFirst(convolution)) {
            Shape y = Shapes.outputs(layer, inputs).get(0);
            Shape bias = Shape.of(IntStream.range(0, y.rank())
                    .map(axis -> axis == 1 ? y.size(1) : 1)
                    .toArray());
            return isMisplaced(y, bias);
        }
        if (layer instanceof Merging.Elementwise merge
                && (merge.operation() == Merging.Operation.ADD || merge.operation() == Merging.Operation.AVERAGE)) {
            Shape sum = x;
            for (Shape next : inputs.subList(1, inputs.size())) {
                if (isMisplaced(sum, next)) {
                    return true;
                }
                sum = sum.rank() >= next.rank() ? sum : next;
            }
        }
        if (layer instanceof TensorOperation operation && operation.op().equals("add")) {
            List<Shape> addends = operation
                    .allOperands()
                    .map(operand -> shape(operand, inputs))
                    .toList();
            return isMisplaced(addends.get(0), addends.get(1));
        }
        return false;
    }

    private static Shape shape(TensorOperation.Operand operand, List<Shape> inputs) {
        return operand instanceof TensorOperation.Constant constant
                ? constant.value().shape()
                : inputs.get(((TensorOperation.Input) operand).index());
    }

    /** A projection's (batch, ..., heads, size) and its bias. */
    private static boolean ofHeads(Shape x, int heads, int size) {
        return isMisplaced(x.slice(0, x.rank() - 1).append(heads).append(size), Shape.of(heads, size));
    }

    private static Shape outputBias(Attentive.MultiHeadAttention heads) {
        return Shape.of(heads.outputShape().orElse(List.of()).stream()
                .mapToInt(Integer::intValue)
                .toArray());
    }

    /** {@code predict} fuses the bias of a plain Conv1D and Conv2D into the convolution, which puts it on the channels. */
    private static boolean addsToChannelsFirst(Convolutional layer) {
        if (layer instanceof Convolutional.Conv conv) {
            boolean plain = conv.kernelSize().size() < 3
                    && conv.groups() == 1
                    && conv.dilation().stream().allMatch(rate -> rate == 1);
            return conv.channelsFirst() && conv.useBias() && !plain;
        }
        return layer instanceof Convolutional.ConvTranspose transpose
                        && transpose.channelsFirst()
                        && transpose.useBias()
                || layer instanceof Convolutional.DepthwiseConv depthwise
                        && depthwise.channelsFirst()
                        && depthwise.useBias()
                || layer instanceof Convolutional.SeparableConv separable
                        && separable.channelsFirst()
                        && separable.useBias();
    }

    /** Whether {@code x + y} is, or may be, added along another axis than by numpy's rules. */
    static boolean isMisplaced(Shape x, Shape y) {
        int axis = -1;
        for (int i = 0; i < y.rank(); i++) {
            if (y.size(i) == Shape.UNKNOWN || y.size(i) > 1 && axis >= 0) {
                return false; // no bias for Keras
            }
            axis = y.size(i) > 1 ? i : axis;
        }
        if (axis < 0 || x.rank() < 2) {
            return false;
        }
        int n = y.size(axis);
        int last = x.rank() - 1;
        int byNumpy = axis - y.rank() + x.rank();
        if (x.size(last) == n || x.size(last) == Shape.UNKNOWN && byNumpy != last) {
            return byNumpy != last || y.rank() > x.rank();
        }
        boolean takesSecond = x.size(1) == n || x.size(1) == Shape.UNKNOWN && x.size(last) != Shape.UNKNOWN;
        return takesSecond && (byNumpy != 1 || y.rank() > x.rank());
    }
}
