package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.dl4j.network.CarriedStates;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A ComputationGraph. */
final class GraphRunner implements Runner {
    private final ComputationGraph graph;

    GraphRunner(ComputationGraph graph) {
        this.graph = graph;
    }

    @Override
    public Model network() {
        return graph;
    }

    @Override
    public List<INDArray> run(List<INDArray> inputs) {
        return List.of(graph.output(false, inputs.toArray(new INDArray[0])));
    }

    @Override
    public Map<String, INDArray> layers(List<INDArray> inputs) {
        return graph.feedForward(inputs.toArray(new INDArray[0]), false);
    }

    @Override
    public void resetStates() {
        CarriedStates.reset(graph);
        graph.rnnClearPreviousState();
    }
}
