package io.github.keras4j.engine.purejava.train.f64;

import io.github.keras4j.engine.Noise;
import io.github.keras4j.engine.purejava.train.blueprint.Blueprint;
import io.github.keras4j.engine.purejava.train.blueprint.Loops;
import io.github.keras4j.engine.purejava.train.blueprint.Wide;
import io.github.keras4j.engine.purejava.train.f64.Parameters.Parameter;
import io.github.keras4j.model.training.Optimizer;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A network being trained in this package's precision. Buffers are laid out once per set of input shapes. */
public final class NetworkLoops implements Loops {
    private final Blueprint blueprint;
    private final Parameters parameters;
    private final SlicedGradients slices;
    private final SideEffects effects;
    private final UpdateRule rule;
    private final OptimizerStep step;
    private final States states = new States();
    private final List<Graph> graphs = new ArrayList<>();
    private @Nullable Graph lastAsked;
    private int shapesTrained;
    private boolean oneGraph;

    private final Noise noise;
    private final GraphBuilder builder;

    /** Starts from the model's weights. */
    public NetworkLoops(Blueprint blueprint, Noise noise, GraphBuilder builder) {
        this.blueprint = blueprint;
        this.noise = noise;
        this.builder = builder;
        parameters = new Parameters(
                blueprint.model().weights().flatten(),
                blueprint.trained()::contains,
                !blueprint.sliced().isEmpty());
        slices = new SlicedGradients(parameters, blueprint);
        effects = new SideEffects(parameters, blueprint, slices);
        rule = UpdateRule.of(optimizer(), parameters);
        step = new OptimizerStep(optimizer(), rule, parameters, slices, effects);
    }

    private Optimizer optimizer() {
        return blueprint.compiled().optimizer();
    }

    private Graph graph(List<Tensor> x) {
        for (int i = 0; i < graphs.size(); i++) {
            if (graphs.get(i).fits(x)) {
                return graphs.get(i);
            }
        }
        List<Shape> shapes = x.stream().map(Tensor::shape).toList();
        Graph fresh = new Graph(blueprint, parameters, slices, states, noise, builder, shapes);
        fresh.addHeads();
        graphs.add(fresh);
        return fresh;
    }

    @Override
    public Number train(List<Tensor> x, List<Tensor> y, List<Tensor> weights, long iteration) {
        Graph graph = fed(x, y, weights);
        if (graph.trainedAs < 0) {
            graph.trainedAs = shapesTrained++;
        }
        rule.batchShape = oneGraph ? 0 : graph.trainedAs;
        graph.forward(true);
        parameters.clearGradients();
        double loss = graph.lossAndBackward();
        loss += effects.penalize();
        step.step(iteration);
        return loss;
    }

    private Graph fed(List<Tensor> x, List<Tensor> y, List<Tensor> weights) {
        Graph graph = graph(x);
        lastAsked = graph;
        graph.setInputs(x);
        for (int i = 0; i < graph.heads.size(); i++) {
            graph.heads.get(i).setTarget(y.get(i));
            graph.heads.get(i).setWeights(weights.isEmpty() ? null : weights.get(i));
        }
        return graph;
    }

    @Override
    public Number evaluate(List<Tensor> x, List<Tensor> y, List<Tensor> weights) {
        Graph graph = fed(x, y, weights);
        graph.forward(false);
        double loss = 0;
        for (int i = 0; i < graph.heads.size(); i++) {
            loss += graph.heads.get(i).lossAndGradient(); // the next update clears all gradients first
        }
        return loss + graph.penalties() + effects.penalize();
    }

    @Override
    public void setWeights(Map<String, Tensor> weights) {
        weights.forEach((path, tensor) -> parameters.write(parameters.get(path), tensor, parameters.value));
    }

    @Override
    public void trainAsOneGraph() {
        oneGraph = true;
    }

    @Override
    public void finish() {
        step.finish();
    }

    @Override
    public Number learningRate() {
        return rule.rate;
    }

    @Override
    public void setLearningRate(Number rate) {
        rule.rate = (double) rate.doubleValue();
    }

    @Override
    public List<Tensor> outputs() {
        return lastAsked == null ? List.of() : outputs(lastAsked);
    }

    @Override
    public List<Double> outputLosses() {
        return lastAsked == null
                ? List.of()
                : lastAsked.heads.stream().map(head -> Wide.of(head.unweighted)).toList();
    }

    @Override
    public List<Optional<Tensor>> outputMasks() {
        return lastAsked == null
                ? List.of()
                : lastAsked.outputs.stream().map(NetworkLoops::mask).toList();
    }

    private static Optional<Tensor> mask(Flow flow) {
        return flow.masked()
                ? Optional.of(Tensor.wrap(Shape.of(flow.batch, flow.mask.length / flow.batch), flow.mask.clone()))
                : Optional.empty();
    }

    private static List<Tensor> outputs(Graph graph) {
        return graph.outputs.stream()
                .map(flow -> {
                    int[] sizes = new int[flow.sizes.length + 1];
                    sizes[0] = flow.batch;
                    System.arraycopy(flow.sizes, 0, sizes, 1, flow.sizes.length);
                    return Tensor.wrap(Shape.of(sizes), flow.value.clone());
                })
                .toList();
    }

    @Override
    public List<Tensor> predict(List<Tensor> x) {
        Graph graph = graph(x);
        graph.setInputs(x);
        graph.forward(false);
        return outputs(graph);
    }

    @Override
    public void resetStates() {
        states.reset();
    }

    @Override
    public Map<String, Tensor> weights() {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (String path : blueprint.model().weights().flatten().keySet()) {
            weights.put(path, parameters.read(parameters.get(path), parameters.value));
        }
        return weights;
    }

    @Override
    public Map<String, Map<String, Tensor>> slots() {
        Map<String, Map<String, Tensor>> slots = new LinkedHashMap<>();
        rule.slots.forEach((name, array) -> {
            Map<String, Tensor> byPath = new LinkedHashMap<>();
            for (String path : blueprint.trained()) {
                Parameter parameter = parameters.get(path);
                byPath.put(path, parameters.read(parameter, rule.slotShape(name, parameter.shape()), array));
            }
            slots.put(name, byPath);
        });
        return slots;
    }

    @Override
    public Map<String, Double> scalars() {
        return rule.scalars();
    }

    @Override
    public void restore(Map<String, Map<String, Tensor>> slots, Map<String, Double> scalars) {
        rule.setScalars(scalars);
        rule.slots.forEach((name, array) -> slots.getOrDefault(name, Map.of()).forEach((path, tensor) -> {
            Parameter parameter = parameters.get(path);
            parameters.write(parameter, tensor, array);
        }));
    }
}
