package io.github.keras4j.engine.purejava;

import io.github.keras4j.engine.Support.Refusal;
import io.github.keras4j.engine.purejava.operations.OperationLayer;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.engine.purejava.values.States;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tries every operation once while the model is compiled, so that what is not run refuses the model and not each of its
 * samples. What hangs on how many samples are fed is tried with two.
 */
final class OperationCheck {
    private static final int OPEN = 2;
    /** Larger tensors would make compiling slow; what such an operation refuses, it refuses for every size. */
    private static final int MOST = 1 << 20;

    private OperationCheck() {}

    static void check(
            Network network, Map<String, CompiledLayer> layers, LayerCompiler compiler, List<Refusal> refusals) {
        if (layers.values().stream().noneMatch(OperationLayer.class::isInstance)) {
            return;
        }
        List<List<Shape>> shapes = Shapes.infer(network);
        Binding binding = new Binding(compiler.context(), new States(), false);
        List<List<Value>> given = new ArrayList<>();
        for (int i = 0; i < network.nodes().size(); i++) {
            Node node = network.nodes().get(i);
            List<Value> outputs =
                    shapes.get(i).stream().map(OperationCheck::value).toList();
            if (layers.get(node.layer().name()) instanceof OperationLayer operation) {
                outputs = run(operation, node, given, binding, refusals).orElse(outputs);
            }
            given.add(outputs);
        }
    }

    /** What the operation gives; empty where its inputs can't be told, or do not fit together with two samples. */
    private static Optional<List<Value>> run(
            OperationLayer operation, Node node, List<List<Value>> given, Binding binding, List<Refusal> refusals) {
        List<Value> inputs = new ArrayList<>();
        long elements = 0;
        for (TensorRef ref : node.inputs()) {
            List<Value> outputs = given.get(ref.node());
            if (ref.output() >= outputs.size()) {
                return Optional.empty();
            }
            inputs.add(outputs.get(ref.output()));
            elements += outputs.get(ref.output()).elements();
        }
        try {
            return elements > MOST ? Optional.empty() : operation.check(inputs, binding);
        } catch (RefusedException e) {
            Layer layer = node.layer();
            refusals.add(new Refusal(layer.name(), layer.className(), String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    private static Value value(Shape shape) {
        int[] sizes = Arrays.stream(shape.sizes())
                .map(size -> size == Shape.UNKNOWN ? OPEN : size)
                .toArray();
        long elements = Arrays.stream(sizes).asLongStream().reduce(1, (a, b) -> a * b);
        return new Value(new float[elements > MOST ? 0 : (int) elements], sizes);
    }
}
