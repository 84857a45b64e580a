package io.github.keras4j.engine.purejava.train.f64.layers;

import io.github.keras4j.engine.purejava.train.f64.Flow;
import io.github.keras4j.engine.purejava.train.f64.Graph;
import io.github.keras4j.engine.purejava.train.f64.GraphBuilder;
import io.github.keras4j.model.Network;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Lays out a network layer by layer. What it meets has passed {@code TrainingSupport}. */
public final class LayerBuilder implements GraphBuilder {
    private final boolean leaves;

    /** Inputs get no gradients. */
    public LayerBuilder() {
        this(true);
    }

    /** @param leaves false: gradients of inputs are computed, too */
    public LayerBuilder(boolean leaves) {
        this.leaves = leaves;
    }

    @Override
    public void build(Graph graph, List<Shape> inputShapes) {
        Network network = graph.blueprint.model().network();
        List<Flow> inputs = new ArrayList<>();
        for (Shape shape : inputShapes) {
            int[] sizes = shape.slice(1, shape.rank()).sizes();
            inputs.add(graph.flow(new Flow(shape.size(0), sizes, new boolean[0], leaves)));
        }
        graph.inputs.addAll(inputs);
        graph.outputs.addAll(new Layout(graph).network(network, "", inputs, true));
    }
}
