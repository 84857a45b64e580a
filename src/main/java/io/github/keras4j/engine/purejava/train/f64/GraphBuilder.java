package io.github.keras4j.engine.purejava.train.f64;

import io.github.keras4j.engine.purejava.train.blueprint.Blueprint;
import io.github.keras4j.engine.purejava.train.f64.Parameters.Parameter;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activations.Activate;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Normalizing.BatchNormalization;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Recurrent.Walk;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.training.TrainingRules;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lays out units and buffers. What it meets has passed {@code TrainingSupport}. */
final class GraphBuilder {
    private final Blueprint blueprint;
    private final Parameters parameters;
    private final SlicedGradients slices;
    private final States states;
    private final Graph graph;
    private final TrainingRules rules;
    /** Flows behind which nothing is trained: no gradient is computed for them. */
    private final List<Flow> leaves = new ArrayList<>();

    private final Map<Flow, ActivationUnit> producers = new LinkedHashMap<>();

    GraphBuilder(Blueprint blueprint, Parameters parameters, SlicedGradients slices, States states, Graph graph) {
        this.blueprint = blueprint;
        this.parameters = parameters;
        this.slices = slices;
        this.states = states;
        this.graph = graph;
        rules = blueprint.rules();
    }

    void build(List<Shape> inputShapes) {
        Network network = blueprint.model().network();
        List<Flow> byNode = new ArrayList<>();
        for (int i = 0; i < network.nodes().size(); i++) {
            Node node = network.nodes().get(i);
            if (node.layer() instanceof Core.InputLayer) {
                Shape shape = inputShapes.get(network.inputs().indexOf(new TensorRef(i, 0)));
                byNode.add(flow(shape.size(0), shape.slice(1, shape.rank()).sizes(), false));
                leaves.add(byNode.get(i));
            } else {
                List<Flow> inputs = node.inputs().stream()
                        .map(ref -> byNode.get(ref.node()))
                        .toList();
                byNode.add(layer(node.layer(), node.layer().name() + "/", inputs));
            }
        }
        network.inputs().forEach(ref -> graph.inputs.add(byNode.get(ref.node())));
        for (int i = 0; i < network.outputs().size(); i++) {
            Flow output = byNode.get(network.outputs().get(i).node());
            graph.outputs.add(output);
            graph.heads.add(new LossHead(
                    blueprint.compiled().losses().get(i),
                    output,
                    Optional.ofNullable(producers.get(output)),
                    rules.findsLogits() && isNotFedFurther(network, i),
                    rules.countsWeighted()));
        }
    }

    private static boolean isNotFedFurther(Network network, int output) {
        int node = network.outputs().get(output).node();
        return network.nodes().stream()
                .noneMatch(other -> other.inputs().stream().anyMatch(ref -> ref.node() == node));
    }

    private Flow layer(Layer layer, String path, List<Flow> inputs) {
        Flow input = inputs.get(0);
        if (layer instanceof Core.Dense dense) {
            return activate(dense(path, input, dense.units()), dense.activation());
        }
        if (layer instanceof Activate activate) {
            return activate(input, activate.activation());
        }
        if (layer instanceof Recurrent.Rnn rnn) {
            return recurrent(rnn, path, input);
        }
        if (layer instanceof Wrapper.Bidirectional both) {
            return bidirectional(both, path, input);
        }
        if (layer instanceof Wrapper.TimeDistributed each) {
            return timeDistributed(each.layer(), path + "layer/", input);
        }
        if (layer instanceof Core.Embedding embedding) {
            int[] sizes = Arrays.copyOf(input.sizes, input.sizes.length + 1);
            sizes[sizes.length - 1] = embedding.outputDim();
            Flow output = flow(input.batch, sizes, embedding.maskZero());
            Parameter table = parameters.get(path + "embeddings");
            return add(new EmbeddingUnit(input, output, parameters, table, slices), output);
        }
        if (layer instanceof Core.Masking masking) {
            Flow output = flow(input.batch, input.sizes, true);
            return add(new MaskingUnit(input, output, (double) masking.maskValue()), output);
        }
        if (layer instanceof Shaping.Flatten) {
            return view(input, input.batch, input.length);
        }
        if (layer instanceof Shaping.Reshape reshape) {
            return view(input, input.batch, resolve(reshape.target(), input.length));
        }
        if (layer instanceof Shaping.RepeatVector repeat) {
            Flow output = flow(input.batch, new int[] {repeat.n(), input.length}, false);
            return add(new RepeatUnit(input, output), output);
        }
        if (layer instanceof BatchNormalization norm) {
            return batchNorm(norm, path, input);
        }
        if (layer instanceof Merging) {
            return merge(layer, inputs);
        }
        if (layer instanceof Core.Passthrough through) { // which does nothing while training: see TrainableLayers
            return through.passesMask() || !input.masked() ? input : view(input, input.batch, input.sizes);
        }
        throw new IllegalArgumentException("Not trained. Received: " + layer.className());
    }

    private Flow dense(String path, Flow input, int units) {
        int[] sizes = input.sizes.clone();
        sizes[sizes.length - 1] = units;
        Flow output = flow(input.batch, sizes, input.masked());
        Parameter kernel = parameters.get(path + "kernel");
        return add(
                new DenseUnit(
                        input, output, parameters, kernel, parameters.find(path + "bias"), !leaves.contains(input)),
                output);
    }

    private Flow activate(Flow input, Activation activation) {
        if (activation.kind() == Activation.Kind.LINEAR) {
            return input;
        }
        Flow output = flow(input.batch, input.sizes, input.masked());
        ActivationUnit unit = new ActivationUnit(input, output, activation, rules);
        producers.put(output, unit);
        return add(unit, output);
    }

    private Flow recurrent(Recurrent.Rnn rnn, String path, Flow input) {
        Walk walk = rnn.walk();
        int steps = input.sizes[0];
        int units = rnn.cell().outputSize();
        CellLoop.Spec spec = new CellLoop.Spec(
                !walk.stateful(),
                steps,
                input.batch,
                input.last(),
                units,
                parameters,
                parameters.get(path + "kernel"),
                parameters.get(path + "recurrent_kernel"),
                parameters.find(path + "bias"));
        CellLoop loop = loop(rnn.cell(), spec);
        Flow output = walk.returnSequences()
                ? flow(input.batch, new int[] {steps, units}, input.masked())
                : flow(input.batch, new int[] {units}, false);
        double[][] carried =
                walk.stateful() ? states.of(path, loop.states().length, input.batch * units) : new double[0][];
        return add(new RecurrentUnit(input, output, loop, walk, !leaves.contains(input), carried), output);
    }

    private CellLoop loop(Recurrent.Cell cell, CellLoop.Spec spec) {
        if (cell instanceof Recurrent.LstmCell lstm) {
            return new LstmLoop(
                    spec,
                    Nonlinearity.of(lstm.activation(), rules),
                    Nonlinearity.of(lstm.recurrentActivation(), rules));
        }
        if (cell instanceof Recurrent.GruCell gru) {
            return new GruLoop(
                    spec,
                    Nonlinearity.of(gru.activation(), rules),
                    Nonlinearity.of(gru.recurrentActivation(), rules),
                    gru.resetAfter());
        }
        if (cell instanceof Recurrent.SimpleCell simple) {
            return new SimpleLoop(spec, Nonlinearity.of(simple.activation(), rules));
        }
        throw new IllegalArgumentException(
                "Not trained. Received: " + cell.getClass().getSimpleName());
    }

    private Flow bidirectional(Wrapper.Bidirectional both, String path, Flow input) {
        Flow forward = recurrent((Recurrent.Rnn) both.forward(), path + "forward/", input);
        Flow backward = recurrent((Recurrent.Rnn) both.backward(), path + "backward/", input);
        boolean sequences = both.forward().walk().returnSequences();
        JoinUnit.Mode mode = switch (both.mergeMode()) {
            case CONCAT -> JoinUnit.Mode.CONCATENATE;
            case SUM -> JoinUnit.Mode.ADD;
            case AVE -> JoinUnit.Mode.AVERAGE;
            case MUL -> JoinUnit.Mode.MULTIPLY;
            case NONE -> throw new IllegalArgumentException("Not trained. Received: merge_mode=None");
        };
        return join(List.of(forward, backward), new boolean[] {false, sequences}, mode);
    }

    private Flow join(List<Flow> inputs, boolean[] reversed, JoinUnit.Mode mode) {
        Flow first = inputs.get(0);
        int[] sizes = first.sizes.clone();
        if (mode == JoinUnit.Mode.CONCATENATE) {
            sizes[sizes.length - 1] = inputs.stream().mapToInt(Flow::last).sum();
        }
        Flow output = flow(first.batch, sizes, first.masked());
        return add(new JoinUnit(inputs, reversed, output, mode), output);
    }

    private Flow merge(Layer layer, List<Flow> inputs) {
        boolean[] straight = new boolean[inputs.size()];
        if (layer instanceof Merging.Concatenate) {
            return join(inputs, straight, JoinUnit.Mode.CONCATENATE);
        }
        return join(
                inputs,
                straight,
                switch (((Merging.Elementwise) layer).operation()) {
                    case ADD -> JoinUnit.Mode.ADD;
                    case MULTIPLY -> JoinUnit.Mode.MULTIPLY;
                    case AVERAGE -> JoinUnit.Mode.AVERAGE;
                    default -> throw new IllegalArgumentException("Not trained. Received: " + layer.className());
                });
    }

    private Flow timeDistributed(Layer inner, String path, Flow input) {
        if (inner instanceof Core.Dense || inner instanceof Activate) {
            return withoutLogits(layer(inner, path, List.of(input)));
        }
        int steps = input.sizes[0];
        Flow rows = view(input, input.batch * steps, Arrays.copyOfRange(input.sizes, 1, input.sizes.length));
        Flow answer = layer(inner, path, List.of(rows));
        int[] sizes = new int[answer.sizes.length + 1];
        sizes[0] = steps;
        System.arraycopy(answer.sizes, 0, sizes, 1, answer.sizes.length);
        return view(answer, input.batch, sizes);
    }

    /** TimeDistributed reshapes its answer, and with that the loss no longer finds the softmax. */
    private Flow withoutLogits(Flow output) {
        producers.remove(output);
        return output;
    }

    private Flow batchNorm(BatchNormalization norm, String path, Flow input) {
        Flow output = flow(input.batch, input.sizes, input.masked());
        BatchNormUnit.Arrays arrays = new BatchNormUnit.Arrays(
                parameters.find(path + "gamma"),
                parameters.find(path + "beta"),
                parameters.get(path + "moving_mean"),
                parameters.get(path + "moving_variance"));
        return add(
                new BatchNormUnit(
                        input,
                        output,
                        parameters,
                        arrays,
                        (double) norm.momentum(),
                        (double) norm.epsilon(),
                        rules,
                        rules.frozenByAverages() && !norm.info().trainable()),
                output);
    }

    private Flow view(Flow input, int batch, int... sizes) {
        Flow view = input.view(batch, sizes);
        if (leaves.contains(input)) {
            leaves.add(view);
        }
        return view;
    }

    private static int[] resolve(Shape target, int length) {
        int[] sizes = target.sizes();
        int known = 1;
        for (int size : sizes) {
            known *= size == Shape.UNKNOWN ? 1 : size;
        }
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = sizes[i] == Shape.UNKNOWN ? length / known : sizes[i];
        }
        return sizes;
    }

    private Flow flow(int batch, int[] sizes, boolean masked) {
        Flow flow = new Flow(batch, sizes, masked);
        graph.flows.add(flow);
        return flow;
    }

    private Flow add(Unit unit, Flow output) {
        graph.units.add(unit);
        return output;
    }
}
