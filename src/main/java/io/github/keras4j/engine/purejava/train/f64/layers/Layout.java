package io.github.keras4j.engine.purejava.train.f64.layers;

import io.github.keras4j.engine.purejava.train.f64.ActivationUnit;
import io.github.keras4j.engine.purejava.train.f64.Flow;
import io.github.keras4j.engine.purejava.train.f64.Graph;
import io.github.keras4j.engine.purejava.train.f64.Nonlinearity;
import io.github.keras4j.engine.purejava.values.AxisOrder;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Custom;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Pooling;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.TensorOperation;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Unknown;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.training.Penalty;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Puts a network's calls onto a graph, and what layers share for that. */
final class Layout {
    private static final boolean[] NO_MASK = {};

    final Tape tape;

    Layout(Graph graph) {
        tape = new Tape(graph);
    }

    static IllegalArgumentException notTrained(Layer layer) {
        return new IllegalArgumentException("Not trained. Received: " + layer.className());
    }

    /** @param trainable whether all that the network lies in is trained */
    List<Flow> network(Network network, String prefix, List<Flow> inputs, boolean trainable) {
        List<List<Flow>> given = new ArrayList<>();
        for (int i = 0; i < network.nodes().size(); i++) {
            Node node = network.nodes().get(i);
            int input = network.inputs().indexOf(new TensorRef(i, 0));
            if (input >= 0) {
                given.add(List.of(inputs.get(input)));
            } else if (node.layer() instanceof Core.Constant constant) {
                given.add(List.of(constant(constant)));
            } else {
                given.add(call(node, prefix + node.layer().name() + "/", given, trainable));
            }
        }
        return network.outputs().stream().map(ref -> pick(given, ref)).toList();
    }

    private Flow constant(Core.Constant layer) {
        double[] values = layer.value().toDoubles();
        return tape.constant(values, layer.value().shape().sizes());
    }

    private static Flow pick(List<List<Flow>> given, TensorRef ref) {
        return given.get(ref.node()).get(ref.output());
    }

    private List<Flow> call(Node node, String path, List<List<Flow>> given, boolean trainable) {
        boolean seen = node.masks() == Node.Masks.SEEN;
        List<Flow> inputs = node.inputs().stream()
                .map(ref -> seen && !node.unmasked().contains(ref) ? pick(given, ref) : without(pick(given, ref)))
                .toList();
        List<Flow> told = told(node, given, inputs);
        List<Flow> outputs = layer(node, node.layer(), path, told, trainable);
        penalize(node.layer(), outputs);
        if (node.masks() == Node.Masks.PASSED_BY) {
            boolean[] mask = pick(given, node.inputs().get(0)).mask;
            return outputs.stream().map(output -> masked(output, mask)).toList();
        }
        return outputs;
    }

    private void penalize(Layer layer, List<Flow> outputs) {
        Penalty penalty = Penalty.of(layer.info(), "activity");
        if (penalty.equals(Penalty.NONE)) {
            return;
        }
        for (Flow output : outputs) {
            PenaltyUnit unit = new PenaltyUnit(output, penalty, tape.rules);
            tape.graph.units.add(unit);
            tape.graph.penalties.add(unit);
            ActivationUnit producer = tape.graph.producers.get(output);
            if (producer != null) {
                producer.penalized = true;
            }
        }
    }

    /** The inputs with the masks that the call gives by keyword, as Keras 3 stores masks of functional models. */
    private List<Flow> told(Node node, List<List<Flow>> given, List<Flow> inputs) {
        if (node.keywordInputs().isEmpty()) {
            return inputs;
        }
        List<Flow> told = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            boolean attends = node.layer() instanceof Attentive;
            String keyword = !attends
                    ? "mask"
                    : List.of("query_mask", "value_mask", "key_mask").get(i);
            TensorRef mask = i > 0 && !attends ? null : node.keywordInputs().get(keyword);
            // a list of masks leaves none to the tensors of Attention and AdditiveAttention
            boolean listed = attends
                    && !(node.layer() instanceof Attentive.MultiHeadAttention)
                    && !(node.layer() instanceof Attentive.GroupedQueryAttention);
            Flow input = inputs.get(i);
            told.add(mask != null ? masked(input, tape.flags(pick(given, mask))) : listed ? without(input) : input);
        }
        return told;
    }

    private static Flow without(Flow flow) {
        return flow.masked() ? flow.withMask(NO_MASK) : flow;
    }

    /** The same flow with a mask; a loss still finds the activation behind it. */
    Flow masked(Flow flow, boolean[] mask) {
        Flow masked = flow.withMask(mask);
        ActivationUnit producer = tape.graph.producers.get(flow);
        if (masked != flow && producer != null) {
            tape.graph.producers.put(masked, producer);
        }
        return masked;
    }

    /** A call of a layer, or of one within another. */
    List<Flow> layer(Node node, Layer layer, String path, List<Flow> inputs, boolean trainable) {
        boolean on = trainable && layer.info().trainable();
        boolean[] mask = inputs.isEmpty() ? NO_MASK : inputs.get(0).mask;
        return layer.accept(new Layer.Visitor<List<Flow>>() {
            private List<Flow> one(Flow output) {
                return List.of(output);
            }

            private List<Flow> passed(Flow output) {
                return List.of(masked(output, mask));
            }

            @Override
            public List<Flow> core(Core core) {
                return one(core.accept(new CoreLayers(Layout.this, path, inputs.get(0))));
            }

            @Override
            public List<Flow> activations(Activations activations) {
                return passed(activations.accept(new ActivationLayers(Layout.this, path, inputs.get(0))));
            }

            @Override
            public List<Flow> shaping(Shaping shaping) {
                return one(shaping.accept(new ShapingLayers(tape, inputs.get(0))));
            }

            @Override
            public List<Flow> convolutional(Convolutional convolutional) {
                return one(convolutional.accept(new SpatialLayers(Layout.this, path, inputs.get(0))));
            }

            @Override
            public List<Flow> pooling(Pooling pooling) {
                return one(pooling.accept(new SpatialLayers(Layout.this, path, inputs.get(0))));
            }

            @Override
            public List<Flow> recurrent(Recurrent recurrent) {
                return new RecurrentLayers(Layout.this).call(recurrent, path, inputs);
            }

            @Override
            public List<Flow> wrapper(Wrapper wrapper) {
                return wrapper.accept(new WrapperLayers(Layout.this, node, path, inputs, on));
            }

            @Override
            public List<Flow> normalizing(Normalizing normalizing) {
                Flow output = normalizing.accept(new NormLayers(tape, path, inputs.get(0), on));
                return normalizing instanceof Normalizing.RmsNormalization ? one(output) : passed(output);
            }

            @Override
            public List<Flow> attentive(Attentive attentive) {
                return attentive.accept(new AttentionLayers(Layout.this, node, path, inputs));
            }

            @Override
            public List<Flow> merging(Merging merging) {
                return one(merging.accept(new MergeLayers(Layout.this, tape, inputs)));
            }

            @Override
            public List<Flow> preprocessing(Preprocessing preprocessing) {
                return one(new PreprocessingLayers(Layout.this, path, inputs.get(0)).add(preprocessing));
            }

            @Override
            public List<Flow> tensorOperation(TensorOperation operation) {
                return new OperationLayers(Layout.this, operation, inputs).add();
            }

            @Override
            public List<Flow> custom(Custom custom) {
                throw notTrained(custom);
            }

            @Override
            public List<Flow> unknown(Unknown unknown) {
                throw notTrained(unknown);
            }
        });
    }

    /** The activation of a layer, or one that is a layer. */
    Flow activate(Flow x, Activation activation) {
        int rank = x.sizes.length + 1;
        switch (activation.kind()) {
            case LINEAR -> {
                return x;
            }
            case SOFTMAX, LOG_SOFTMAX -> {
                int axis = Axes.axis(rank, (int) activation.alpha());
                if (activation.kind() == Activation.Kind.SOFTMAX && axis == rank - 1) {
                    return activationUnit(x, activation);
                }
                int[] order = AxisOrder.toLast(rank, axis);
                Flow last = tape.transpose(x, order);
                Flow y = activation.kind() == Activation.Kind.SOFTMAX ? tape.softmax(last) : tape.logSoftmax(last);
                return tape.transpose(y, Axes.inverse(order));
            }
            case GLU -> {
                int axis = Axes.axis(rank, (int) activation.alpha());
                int half = x.shape()[axis] / 2;
                Flow gate = tape.apply(tape.slice(x, axis, half, 2 * half), nonlinearity(Activation.SIGMOID));
                return tape.multiply(tape.slice(x, axis, 0, half), gate);
            }
            default -> {
                return activationUnit(x, activation);
            }
        }
    }

    Nonlinearity nonlinearity(Activation activation) {
        return Nonlinearity.of(activation, tape.rules);
    }

    private Flow activationUnit(Flow x, Activation activation) {
        Flow y = tape.graph.flow(new Flow(x.batch, x.sizes, x.mask, x.leaf));
        ActivationUnit unit = new ActivationUnit(x, y, activation, tape.rules);
        tape.graph.producers.put(y, unit);
        return tape.graph.add(unit, y);
    }

    /** A flow of the same batch, unregistered sizes. */
    Flow flow(Flow like, int[] sizes, boolean[] mask) {
        return tape.graph.flow(new Flow(like.batch, sizes, mask, false));
    }

    static int[] with(int[] sizes, int last) {
        int[] changed = Arrays.copyOf(sizes, sizes.length);
        changed[sizes.length - 1] = last;
        return changed;
    }
}
