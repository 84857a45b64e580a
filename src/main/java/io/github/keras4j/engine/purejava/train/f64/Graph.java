package io.github.keras4j.engine.purejava.train.f64;

import io.github.keras4j.engine.Noise;
import io.github.keras4j.engine.purejava.train.blueprint.Blueprint;
import io.github.keras4j.model.Network;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The network laid out for one batch size and one set of input shapes: buffers and units in order. */
public final class Graph {
    final List<Shape> shapes;
    public final Blueprint blueprint;
    public final Parameters parameters;
    public final SlicedGradients slices;
    public final States states;
    public final Noise noise;
    public final List<Flow> inputs = new ArrayList<>();
    public final List<Flow> outputs = new ArrayList<>();
    public final List<Unit> units = new ArrayList<>();
    /** The activations that gave a flow, for losses that work on what went in. */
    public final Map<Flow, ActivationUnit> producers = new IdentityHashMap<>();

    /** What joins the loss beside the outputs' own, after the way forward. */
    public interface Cost {
        double loss();
    }

    /** Of activity regularizers. */
    public final List<Cost> penalties = new ArrayList<>();

    final List<LossHead> heads = new ArrayList<>();
    private final List<Flow> flows = new ArrayList<>();

    /** Its number among the shapes that were trained on; -1: it was not. */
    int trainedAs = -1;

    /**
     * @param noise what layers draw in training
     * @param inputShapes the batch axis first
     */
    public Graph(
            Blueprint blueprint,
            Parameters parameters,
            SlicedGradients slices,
            States states,
            Noise noise,
            GraphBuilder builder,
            List<Shape> inputShapes) {
        this.blueprint = blueprint;
        this.parameters = parameters;
        this.slices = slices;
        this.states = states;
        this.noise = noise;
        shapes = List.copyOf(inputShapes);
        builder.build(this, shapes);
    }

    /** Puts a loss behind every output. */
    void addHeads() {
        Network network = blueprint.model().network();
        for (int i = 0; i < network.outputs().size(); i++) {
            heads.add(new LossHead(
                    blueprint.compiled().losses().get(i),
                    outputs.get(i),
                    Optional.ofNullable(producers.get(outputs.get(i))),
                    blueprint.rules().findsLogits() && isNotFedFurther(network, i),
                    blueprint.rules().countsWeighted()));
        }
    }

    private static boolean isNotFedFurther(Network network, int output) {
        int node = network.outputs().get(output).node();
        return network.nodes().stream()
                .noneMatch(other -> other.inputs().stream().anyMatch(ref -> ref.node() == node));
    }

    /** A buffer of this graph. */
    public Flow flow(Flow flow) {
        flows.add(flow);
        return flow;
    }

    /** Adds a unit; {@return what it gives} */
    public Flow add(Unit unit, Flow output) {
        units.add(unit);
        return output;
    }

    boolean fits(List<Tensor> x) {
        for (int i = 0; i < shapes.size(); i++) {
            if (!shapes.get(i).equals(x.get(i).shape())) {
                return false;
            }
        }
        return true;
    }

    public void setInputs(List<Tensor> x) {
        for (int i = 0; i < inputs.size(); i++) {
            double[] values = inputs.get(i).value;
            Tensor tensor = x.get(i);
            for (int k = 0; k < values.length; k++) {
                values[k] = (double) tensor.getDouble(k);
            }
        }
    }

    public void forward(boolean training) {
        for (int i = 0; i < units.size(); i++) {
            units.get(i).forward(training);
        }
    }

    /** All gradients of flows become zero. */
    public void clearGradients() {
        for (int i = 0; i < flows.size(); i++) {
            Arrays.fill(flows.get(i).gradient, 0);
        }
    }

    /** From the outputs' gradients back to those of weights and inputs. */
    public void backward() {
        for (int i = units.size() - 1; i >= 0; i--) {
            units.get(i).backward();
        }
    }

    /** What activity regularizers add to the loss. */
    public double penalties() {
        double loss = 0;
        for (int i = 0; i < penalties.size(); i++) {
            loss += penalties.get(i).loss();
        }
        return loss;
    }

    /** All gradients of flows become zero; then the losses write theirs, and it goes back. */
    double lossAndBackward() {
        clearGradients();
        double loss = 0;
        for (int i = 0; i < heads.size(); i++) {
            loss += heads.get(i).lossAndGradient();
        }
        backward();
        return loss + penalties();
    }
}
