package io.github.keras4j.engine.purejava.train.f64;

import io.github.keras4j.engine.purejava.train.blueprint.Blueprint;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The network laid out for one batch size and one set of input shapes: buffers and units in order. */
final class Graph {
    final List<Shape> shapes;
    final List<Flow> inputs = new ArrayList<>();
    final List<Flow> outputs = new ArrayList<>();
    final List<Flow> flows = new ArrayList<>();
    final List<Unit> units = new ArrayList<>();
    final List<LossHead> heads = new ArrayList<>();

    /** Its number among the shapes that were trained on; -1: it was not. */
    int trainedAs = -1;

    Graph(Blueprint blueprint, Parameters parameters, SlicedGradients slices, States states, List<Tensor> x) {
        shapes = x.stream().map(Tensor::shape).toList();
        new GraphBuilder(blueprint, parameters, slices, states, this).build(shapes);
    }

    boolean fits(List<Tensor> x) {
        for (int i = 0; i < shapes.size(); i++) {
            if (!shapes.get(i).equals(x.get(i).shape())) {
                return false;
            }
        }
        return true;
    }

    void setInputs(List<Tensor> x) {
        for (int i = 0; i < inputs.size(); i++) {
            double[] values = inputs.get(i).value;
            Tensor tensor = x.get(i);
            for (int k = 0; k < values.length; k++) {
                values[k] = (double) tensor.getDouble(k);
            }
        }
    }

    void forward(boolean training) {
        for (int i = 0; i < units.size(); i++) {
            units.get(i).forward(training);
        }
    }

    /** All gradients of flows become zero; then the losses write theirs, and it goes back. */
    double lossAndBackward() {
        for (int i = 0; i < flows.size(); i++) {
            Arrays.fill(flows.get(i).gradient, 0);
        }
        double loss = 0;
        for (int i = 0; i < heads.size(); i++) {
            loss += heads.get(i).lossAndGradient();
        }
        for (int i = units.size() - 1; i >= 0; i--) {
            units.get(i).backward();
        }
        return loss;
    }
}
