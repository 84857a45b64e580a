package io.github.keras4j.engine.purejava.train.f64;

import io.github.keras4j.engine.purejava.train.blueprint.Blueprint;
import io.github.keras4j.engine.purejava.train.blueprint.Loops;
import io.github.keras4j.engine.purejava.train.f64.Parameters.Parameter;
import io.github.keras4j.model.training.Optimizer;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A network being trained in this package's precision. Buffers are laid out once per set of input shapes. */
public final class NetworkLoops implements Loops {
    private final Blueprint blueprint;
    private final Parameters parameters;
    private final SlicedGradients slices;
    private final SideEffects effects;
    private final UpdateRule rule;
    private final States states = new States();
    private final List<Graph> graphs = new ArrayList<>();
    private @Nullable Graph lastTrained;
    private int shapesTrained;

    /** Starts from the model's weights. */
    public NetworkLoops(Blueprint blueprint) {
        this.blueprint = blueprint;
        parameters = new Parameters(
                blueprint.model().weights().flatten(),
                blueprint.trained()::contains,
                !blueprint.sliced().isEmpty());
        slices = new SlicedGradients(parameters, blueprint);
        effects = new SideEffects(parameters, blueprint, slices);
        rule = UpdateRule.of(optimizer(), parameters);
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
        Graph fresh = new Graph(blueprint, parameters, slices, states, x);
        graphs.add(fresh);
        return fresh;
    }

    @Override
    public Number train(List<Tensor> x, List<Tensor> y, long iteration) {
        Graph graph = graph(x);
        lastTrained = graph;
        if (graph.trainedAs < 0) {
            graph.trainedAs = shapesTrained++;
        }
        rule.batchShape = graph.trainedAs;
        graph.setInputs(x);
        for (int i = 0; i < graph.heads.size(); i++) {
            graph.heads.get(i).setTarget(y.get(i));
        }
        graph.forward(true);
        parameters.clearGradients();
        double loss = graph.lossAndBackward();
        loss += effects.penalize();
        effects.clip(optimizer());
        slices.finish();
        rule.update(parameters.trained, parameters.value, parameters.gradient, parameters.magnitude, iteration);
        effects.constrain();
        return loss;
    }

    @Override
    public List<Double> accuracies() {
        Graph graph = lastTrained;
        if (graph == null) {
            return List.of();
        }
        return graph.heads.stream()
                .map(head -> head.right() * 1.0 / head.answers())
                .toList();
    }

    @Override
    public List<Tensor> predict(List<Tensor> x) {
        Graph graph = graph(x);
        graph.setInputs(x);
        graph.forward(false);
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
                byPath.put(path, parameters.read(parameters.get(path), array));
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
