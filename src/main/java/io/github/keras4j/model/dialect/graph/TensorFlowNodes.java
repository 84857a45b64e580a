package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.TensorOperation;
import io.github.keras4j.model.dialect.layers.LayerSpec;
import io.github.keras4j.model.dialect.layers.Options;
import io.github.keras4j.model.dialect.layers.PlainJson;
import io.github.keras4j.model.dialect.layers.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The TensorFlowOpLayer of tf.keras up to 2.3: a raw node of TensorFlow's graph, and its inputs that are no Keras
 * tensors as {@code constants} by their position (keras/src/engine/base_layer.py 2.15, TensorFlowOpLayer._make_op).
 */
final class TensorFlowNodes {
    /** Raw nodes whose inputs are all operands, and keras.ops's names. */
    private static final Map<String, String> OPERANDS_ONLY = Map.ofEntries(
            Map.entry("Add", "add"),
            Map.entry("AddV2", "add"),
            Map.entry("Sub", "subtract"),
            Map.entry("Mul", "multiply"),
            Map.entry("RealDiv", "divide"),
            Map.entry("Maximum", "maximum"),
            Map.entry("Minimum", "minimum"),
            Map.entry("Pow", "power"),
            Map.entry("Neg", "negative"),
            Map.entry("Square", "square"),
            Map.entry("Sqrt", "sqrt"),
            Map.entry("Rsqrt", "rsqrt"),
            Map.entry("Exp", "exp"),
            Map.entry("Log", "log"),
            Map.entry("Abs", "absolute"),
            Map.entry("Sigmoid", "sigmoid"),
            Map.entry("Tanh", "tanh"),
            Map.entry("Softplus", "softplus"),
            Map.entry("Relu", "relu"),
            Map.entry("Softmax", "softmax"),
            Map.entry("Identity", "identity"),
            Map.entry("MatMul", "matmul"),
            Map.entry("BatchMatMulV2", "matmul"));

    /** Raw nodes whose last input is a constant argument: keras.ops's name of the node, and of the argument. */
    private static final Map<String, List<String>> WITH_ARGUMENT = Map.of(
            "Reshape", List.of("reshape", "newshape"),
            "Transpose", List.of("transpose", "axes"),
            "ExpandDims", List.of("expand_dims", "axis"),
            "Tile", List.of("tile", "repeats"),
            "ConcatV2", List.of("concatenate", "axis"),
            "Sum", List.of("sum", "axis"),
            "Mean", List.of("mean", "axis"),
            "Max", List.of("max", "axis"),
            "Min", List.of("min", "axis"));

    /** Attributes of a node that are flags here too. */
    private static final Map<String, String> FLAGS = Map.of(
            "keep_dims", "keepdims",
            "transpose_a", "transpose_a",
            "transpose_b", "transpose_b",
            "adj_x", "transpose_a",
            "adj_y", "transpose_b");

    private static final Set<String> IGNORED = Set.of("T", "Tshape", "Tperm", "Tidx", "Tdim", "Tmultiples", "N");

    private TensorFlowNodes() {}

    static Layer read(LayerInfo info, LayerSpec spec, Call call, Operations.Made made) {
        JsonNode node = spec.config().path("node_def");
        String op = node.path("op").asString("");
        List<Object> inputs = inputs(spec.config().path("constants"), call);
        Map<String, Object> attributes = attributes(node);
        if (OPERANDS_ONLY.containsKey(op)) {
            return new TensorOperation(info, OPERANDS_ONLY.get(op), operands(inputs, made), attributes);
        }
        List<String> names = WITH_ARGUMENT.get(op);
        if (names == null || inputs.size() < 2 || !(inputs.get(inputs.size() - 1) instanceof JsonNode argument)) {
            throw unknown(node);
        }
        if (argument.isArray() && argument.isEmpty()) { // keras.ops reduces over all axes then, TensorFlow over none
            throw unknown(node);
        }
        attributes.put(names.get(1), PlainJson.of(argument));
        return new TensorOperation(
                info, names.get(0), operands(inputs.subList(0, inputs.size() - 1), made), attributes);
    }

    /** The node's inputs in its own order: constants stand at their positions, Keras tensors fill the others. */
    private static List<Object> inputs(JsonNode constants, Call call) {
        List<Object> inputs = new ArrayList<>(Call.refsIn(call.arguments()));
        constants.properties().stream()
                .sorted(java.util.Comparator.comparingInt(entry -> Integer.parseInt(entry.getKey())))
                .forEach(entry -> {
                    int at = Integer.parseInt(entry.getKey());
                    if (at < 0 || at > inputs.size()) {
                        throw new Refusal("a constant stands behind all inputs. Received: " + constants);
                    }
                    inputs.add(at, entry.getValue());
                });
        return inputs;
    }

    private static List<TensorOperation.Operand> operands(List<Object> inputs, Operations.Made made) {
        return inputs.stream().map(input -> made.operand("x", input)).toList();
    }

    private static Map<String, Object> attributes(JsonNode node) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        node.path("attr").properties().forEach(entry -> {
            String name = entry.getKey();
            JsonNode value = entry.getValue();
            boolean floats =
                    !name.equals("T") || value.path("type").asString("").equals("DT_FLOAT");
            if (FLAGS.containsKey(name)) {
                attributes.put(FLAGS.get(name), value.path("b").asBoolean(false));
            } else if (!floats || !(IGNORED.contains(name) || name.startsWith("_"))) {
                throw unknown(node);
            }
        });
        return attributes;
    }

    private static Refusal unknown(JsonNode node) {
        return new Refusal("it holds a node of TensorFlow's graph that keras4j does not know. Received: "
                + Options.brief(node) + ". Use a Keras layer instead");
    }
}
