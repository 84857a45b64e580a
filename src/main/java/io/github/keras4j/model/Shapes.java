package io.github.keras4j.model;

import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Shapes of what the layers give, the batch axis first, {@link Shape#UNKNOWN} for Keras's None. Where a shape
 * can't be told (behind an {@link Unknown} layer), the list is empty.
 */
public final class Shapes {
    private Shapes() {}

    /** For every node of the network, in its order, the shapes of its outputs. */
    public static List<List<Shape>> infer(Network network) {
        List<List<Shape>> shapes = new ArrayList<>();
        for (Node node : network.nodes()) {
            shapes.add(outputs(node, inputs(node, shapes)));
        }
        return shapes;
    }

    /** The shapes of a node's inputs, given those of the nodes before; empty when one can't be told. */
    public static List<Shape> inputs(Node node, List<List<Shape>> shapes) {
        List<Shape> inputs = new ArrayList<>();
        for (TensorRef ref : node.inputs()) {
            Optional<Shape> shape = find(shapes, ref);
            if (shape.isEmpty()) {
                return List.of();
            }
            inputs.add(shape.get());
        }
        return inputs;
    }

    /** The shape that a reference points to, where it can be told. */
    public static Optional<Shape> find(List<List<Shape>> shapes, TensorRef ref) {
        List<Shape> outputs = shapes.get(ref.node());
        return ref.output() < outputs.size() ? Optional.of(outputs.get(ref.output())) : Optional.empty();
    }

    /** The shapes of a call's outputs. */
    public static List<Shape> outputs(Node node, List<Shape> inputs) {
        List<Shape> outputs = outputs(node.layer(), inputs);
        if (node.layer() instanceof Attentive
                && Boolean.TRUE.equals(node.arguments().get("return_attention_scores"))
                && !inputs.isEmpty()) {
            return AttentiveShapes.withScores(node.layer(), inputs, outputs);
        }
        return outputs;
    }

    /** The shapes of a layer's outputs; {@code inputs} is empty where they can't be told. */
    public static List<Shape> outputs(Layer layer, List<Shape> inputs) {
        if (layer instanceof Core.InputLayer input) {
            return List.of(input.shape());
        }
        if (inputs.isEmpty()) {
            return List.of();
        }
        Shape first = inputs.get(0);
        try {
            if (layer instanceof Unknown) {
                return List.of();
            } else if (layer instanceof Core core) {
                return List.of(core(core, first));
            } else if (layer instanceof Activations) {
                return List.of(first);
            } else if (layer instanceof Normalizing) {
                return List.of(first);
            } else if (layer instanceof Shaping shaping) {
                return List.of(ShapingShapes.of(shaping, first));
            } else if (layer instanceof Convolutional convolutional) {
                return List.of(convolutional(convolutional, first));
            } else if (layer instanceof Pooling pooling) {
                return List.of(pooling(pooling, first));
            } else if (layer instanceof Recurrent recurrent) {
                return RecurrentShapes.of(recurrent, first);
            } else if (layer instanceof Wrapper wrapper) {
                return wrapper(wrapper, inputs);
            } else if (layer instanceof Attentive attentive) {
                return List.of(AttentiveShapes.of(attentive, inputs));
            } else if (layer instanceof Merging merging) {
                return List.of(MergingShapes.of(merging, inputs));
            } else if (layer instanceof Preprocessing preprocessing) {
                return List.of(preprocessing(preprocessing, first));
            }
            return OperationShapes.of((TensorOperation) layer, inputs);
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            return List.of(); // a rank that the layer does not take: its reader or the engine says so by name
        }
    }

    private static Shape core(Core core, Shape input) {
        if (core instanceof Core.Dense dense) {
            return input.with(-1, dense.units());
        } else if (core instanceof Core.Embedding embedding) {
            return input.append(embedding.outputDim());
        } else if (core instanceof Core.MaxoutDense dense) {
            return input.with(-1, dense.units());
        } else if (core instanceof Core.EinsumDense dense) {
            return new EinsumShapes(dense, input).output();
        }
        return input;
    }

    private static Shape convolutional(Convolutional layer, Shape input) {
        if (layer instanceof Convolutional.Conv c) {
            return conv(input, c.kernelSize(), c.strides(), c.dilation(), c.padding(), c.channelsFirst(), c.filters());
        } else if (layer instanceof Convolutional.SeparableConv c) {
            return conv(input, c.kernelSize(), c.strides(), c.dilation(), c.padding(), c.channelsFirst(), c.filters());
        } else if (layer instanceof Convolutional.DepthwiseConv c) {
            int rank = c.kernelSize().size();
            int channels = input.size(c.channelsFirst() ? 1 : rank + 1);
            int filters = channels == Shape.UNKNOWN ? channels : channels * c.depthMultiplier();
            return conv(input, c.kernelSize(), c.strides(), c.dilation(), c.padding(), c.channelsFirst(), filters);
        } else if (layer instanceof Convolutional.LocallyConnected c) {
            List<Integer> ones = c.kernelSize().stream().map(k -> 1).toList();
            return conv(input, c.kernelSize(), c.strides(), ones, Padding.VALID, c.channelsFirst(), c.filters());
        }
        Convolutional.ConvTranspose c = (Convolutional.ConvTranspose) layer;
        return SpatialShapes.map(
                input,
                c.kernelSize().size(),
                c.channelsFirst(),
                c.filters(),
                (i, n) -> SpatialShapes.transposed(
                        n,
                        c.kernelSize().get(i),
                        c.strides().get(i),
                        c.dilation().get(i),
                        c.padding(),
                        c.outputPadding(),
                        i));
    }

    static Shape conv(
            Shape input,
            List<Integer> kernel,
            List<Integer> strides,
            List<Integer> dilation,
            Padding padding,
            boolean channelsFirst,
            int filters) {
        return SpatialShapes.map(
                input,
                kernel.size(),
                channelsFirst,
                filters,
                (i, n) -> SpatialShapes.window(n, kernel.get(i), strides.get(i), dilation.get(i), padding));
    }

    private static Shape pooling(Pooling pooling, Shape input) {
        if (pooling instanceof Pooling.Pool p) {
            return SpatialShapes.map(
                    input,
                    p.poolSize().size(),
                    p.channelsFirst(),
                    Shape.UNKNOWN,
                    (i, n) -> SpatialShapes.window(
                            n, p.poolSize().get(i), p.strides().get(i), 1, p.padding()));
        }
        Pooling.GlobalPool p = (Pooling.GlobalPool) pooling;
        if (p.keepDims()) {
            return SpatialShapes.map(input, p.rank(), p.channelsFirst(), Shape.UNKNOWN, (i, n) -> 1)
                    .with(SpatialShapes.first(p.channelsFirst()), 1);
        }
        return Shape.of(input.size(0), input.size(p.channelsFirst() ? 1 : -1));
    }

    private static List<Shape> wrapper(Wrapper wrapper, List<Shape> inputs) {
        if (wrapper instanceof Wrapper.TimeDistributed distributed) {
            List<Shape> inner = outputs(distributed.layer(), List.of(withoutSteps(inputs.get(0))));
            return inner.stream()
                    .map(shape -> shape.slice(1, shape.rank())
                            .prepend(inputs.get(0).size(1))
                            .prepend(shape.size(0)))
                    .toList();
        } else if (wrapper instanceof Wrapper.NestedModel nested) {
            List<List<Shape>> shapes = infer(nested.network());
            List<Shape> outputs = new ArrayList<>();
            for (TensorRef ref : nested.network().outputs()) {
                Optional<Shape> shape = find(shapes, ref);
                if (shape.isEmpty()) {
                    return List.of();
                }
                outputs.add(shape.get());
            }
            return outputs;
        }
        return RecurrentShapes.of((Wrapper.Bidirectional) wrapper, inputs.get(0));
    }

    /** One step's shape: axis 1 left out. */
    public static Shape withoutSteps(Shape sequence) {
        return sequence.slice(2, sequence.rank()).prepend(sequence.size(0));
    }

    private static Shape preprocessing(Preprocessing layer, Shape input) {
        if (layer instanceof Preprocessing.CategoryEncoding encoding) {
            return encoded(input, encoding.outputMode(), encoding.numTokens());
        } else if (layer instanceof Preprocessing.Discretization discretization) {
            return encoded(
                    input,
                    discretization.outputMode(),
                    discretization.binBoundaries().size() + 1);
        } else if (layer instanceof Preprocessing.Resizing r) {
            return SpatialShapes.map(
                            input, 2, r.channelsFirst(), Shape.UNKNOWN, (i, n) -> i == 0 ? r.height() : r.width())
                    .with(SpatialShapes.first(r.channelsFirst()), r.height())
                    .with(SpatialShapes.first(r.channelsFirst()) + 1, r.width());
        } else if (layer instanceof Preprocessing.CenterCrop r) {
            return input.with(SpatialShapes.first(r.channelsFirst()), r.height())
                    .with(SpatialShapes.first(r.channelsFirst()) + 1, r.width());
        }
        return input;
    }

    private static Shape encoded(Shape input, String mode, int tokens) {
        return switch (mode) {
            case "int" -> input;
            case "one_hot" -> input.rank() > 0 && input.size(-1) == 1 ? input.with(-1, tokens) : input.append(tokens);
            default -> input.rank() == 1 ? Shape.of(input.size(0), tokens) : input.with(-1, tokens);
        };
    }
}
