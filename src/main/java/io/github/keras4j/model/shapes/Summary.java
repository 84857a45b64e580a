package io.github.keras4j.model.shapes;

import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The table that Keras's {@code model.summary()} prints.
 *
 * @param rows one per layer, in Keras's order; a Sequential leaves its input layer out
 * @param totalParams number of weights
 * @param trainableParams of those, the ones that training changes
 * @param nonTrainableParams of those, the others
 */
public record Summary(List<Row> rows, long totalParams, long trainableParams, long nonTrainableParams) {
    /**
     * One layer.
     *
     * @param name the layer's name
     * @param className Keras's class as the file names it
     * @param outputShape as Python prints it, {@code (None, 3, 32)}, several as a list; {@code ?} where it can't be
     *     told
     * @param params number of its weights
     * @param connectedTo {@code lstm_1[0][0]}, ...: what its calls take, by layer, call and output
     */
    public record Row(String name, String className, String outputShape, long params, List<String> connectedTo) {}

    /** The rows are copied. */
    public Summary {
        rows = List.copyOf(rows);
    }

    /** Summarizes a model; runs nothing. */
    public static Summary of(KerasModel model) {
        Network network = model.network();
        List<List<Shape>> shapes = Shapes.infer(network);
        Map<Layer, Integer> firstCalls = new IdentityHashMap<>();
        for (int i = 0; i < network.nodes().size(); i++) {
            firstCalls.putIfAbsent(network.nodes().get(i).layer(), i);
        }
        Map<Layer, List<String>> connections = connections(network);
        List<Row> rows = new ArrayList<>();
        for (Layer layer : network.layers()) {
            boolean hidden = network.kind() == Network.Kind.SEQUENTIAL && layer instanceof Core.InputLayer;
            if (hidden || layer instanceof Core.Constant) { // Keras's table has neither
                continue;
            }
            rows.add(new Row(
                    layer.name(),
                    layer.className(),
                    outputShape(Objects.requireNonNull(firstCalls.get(layer)), shapes),
                    model.weights().child(layer.name()).count()
                            + FewBits.more(layer, model.weights().child(layer.name())),
                    Objects.requireNonNull(connections.get(layer))));
        }
        long total = model.weights().count()
                + network.layers().stream()
                        .mapToLong(layer -> FewBits.more(layer, model.weights().child(layer.name())))
                        .sum();
        long trainable = network.layers().stream()
                .mapToLong(layer -> trainable(layer, model.weights().child(layer.name()), true))
                .sum();
        return new Summary(rows, total, trainable, total - trainable);
    }

    private static String outputShape(int call, List<List<Shape>> shapes) {
        List<Shape> outputs = shapes.get(call);
        if (outputs.isEmpty()) {
            return "?";
        }
        return outputs.size() == 1
                ? outputs.get(0).toString()
                : outputs.stream().map(Shape::toString).collect(Collectors.joining(", ", "[", "]"));
    }

    /** What the calls of each layer take. */
    private static Map<Layer, List<String>> connections(Network network) {
        int[] callOf = new int[network.nodes().size()];
        Map<Layer, Integer> calls = new IdentityHashMap<>();
        Map<Layer, List<String>> found = new IdentityHashMap<>();
        for (int i = 0; i < callOf.length; i++) {
            Node node = network.nodes().get(i);
            callOf[i] = calls.merge(node.layer(), 1, Integer::sum) - 1;
            List<TensorRef> refs = new ArrayList<>(node.inputs());
            refs.addAll(node.keywordInputs().values());
            List<String> own = found.computeIfAbsent(node.layer(), layer -> new ArrayList<>());
            for (TensorRef ref : refs) {
                own.add(network.node(ref).layer().name() + "[" + callOf[ref.node()] + "][" + ref.output() + "]");
            }
        }
        return found;
    }

    private static long trainable(Layer layer, Weights weights, boolean around) {
        boolean trainable = around && layer.info().trainable();
        if (layer instanceof Wrapper.NestedModel nested) {
            return nested.network().layers().stream()
                    .mapToLong(inner -> trainable(inner, weights.child(inner.name()), trainable))
                    .sum();
        } else if (layer instanceof Wrapper.TimeDistributed distributed) {
            return trainable(distributed.layer(), weights.child("layer"), trainable);
        } else if (!trainable) {
            return 0;
        }
        Set<String> fixed = new HashSet<>(
                List.of("moving_mean", "moving_variance", "mean", "variance", "count", "u", "idf_weights"));
        boolean counts = layer instanceof Normalizing || layer instanceof Preprocessing;
        long sum = 0;
        for (Map.Entry<String, Tensor> entry : weights.flatten().entrySet()) {
            sum += counts && fixed.contains(entry.getKey()) || FewBits.isFixed(layer, entry.getKey())
                    ? 0
                    : entry.getValue().size();
        }
        return sum;
    }
}
