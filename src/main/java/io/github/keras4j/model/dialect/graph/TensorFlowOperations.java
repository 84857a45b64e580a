package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.TensorOperation;
import io.github.keras4j.model.dialect.layers.LayerSpec;
import io.github.keras4j.model.dialect.layers.PlainJson;
import io.github.keras4j.model.dialect.layers.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** tf.keras's calls of TensorFlow functions on Keras tensors, in keras.ops's words. */
final class TensorFlowOperations {
    /** TensorFlow's name of a function with one or two operands, and keras.ops's. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("math.add", "add"),
            Map.entry("__operators__.add", "add"),
            Map.entry("math.subtract", "subtract"),
            Map.entry("math.multiply", "multiply"),
            Map.entry("math.truediv", "divide"),
            Map.entry("math.divide", "divide"),
            Map.entry("realdiv", "divide"),
            Map.entry("math.maximum", "maximum"),
            Map.entry("math.minimum", "minimum"),
            Map.entry("math.pow", "power"),
            Map.entry("math.negative", "negative"),
            Map.entry("math.square", "square"),
            Map.entry("math.sqrt", "sqrt"),
            Map.entry("math.rsqrt", "rsqrt"),
            Map.entry("math.exp", "exp"),
            Map.entry("math.log", "log"),
            Map.entry("math.log1p", "log1p"),
            Map.entry("math.abs", "absolute"),
            Map.entry("math.sin", "sin"),
            Map.entry("math.cos", "cos"),
            Map.entry("math.sign", "sign"),
            Map.entry("math.floor", "floor"),
            Map.entry("math.ceil", "ceil"),
            Map.entry("math.reciprocal", "reciprocal"),
            Map.entry("math.sigmoid", "sigmoid"),
            Map.entry("math.tanh", "tanh"),
            Map.entry("math.softplus", "softplus"),
            Map.entry("nn.relu", "relu"),
            Map.entry("nn.relu6", "relu6"),
            Map.entry("nn.elu", "elu"),
            Map.entry("nn.selu", "selu"),
            Map.entry("nn.silu", "silu"),
            Map.entry("nn.softsign", "softsign"),
            Map.entry("nn.softmax", "softmax"),
            Map.entry("nn.log_softmax", "log_softmax"),
            Map.entry("math.reduce_mean", "mean"),
            Map.entry("math.reduce_sum", "sum"),
            Map.entry("math.reduce_max", "max"),
            Map.entry("math.reduce_min", "min"),
            Map.entry("math.reduce_prod", "prod"),
            Map.entry("math.reduce_logsumexp", "logsumexp"),
            Map.entry("math.argmax", "argmax"),
            Map.entry("clip_by_value", "clip"),
            Map.entry("math.squared_difference", "squared_difference"),
            Map.entry("gather", "take"),
            Map.entry("compat.v1.gather", "take"),
            Map.entry("split", "split"),
            Map.entry("concat", "concatenate"),
            Map.entry("stack", "stack"),
            Map.entry("reshape", "reshape"),
            Map.entry("transpose", "transpose"),
            Map.entry("expand_dims", "expand_dims"),
            Map.entry("squeeze", "squeeze"),
            Map.entry("identity", "identity"),
            Map.entry("linalg.matmul", "matmul"),
            Map.entry("cast", "cast"),
            Map.entry("one_hot", "one_hot"),
            Map.entry("tile", "tile"));

    /** TensorFlow's names of arguments that are constants, and keras.ops's. */
    private static final Map<String, String> ATTRIBUTES = Map.of(
            "shape", "newshape",
            "perm", "axes",
            "depth", "num_classes",
            "clip_value_min", "x_min",
            "clip_value_max", "x_max",
            "multiples", "repeats");

    private TensorFlowOperations() {}

    static Layer read(LayerInfo info, LayerSpec spec, Call call, Operations.Made made) {
        String function = spec.config().path("function").asString("");
        List<TensorOperation.Operand> operands = new ArrayList<>();
        Map<String, Object> attributes = new LinkedHashMap<>();
        if (spec.className().equals("SlicingOpLambda") && function.contains("getitem")) {
            operands.add(made.operand("x", first(call)));
            Object key = call.keywords().get("slice_spec");
            if (key == null) {
                throw new Refusal("its slices are missing. Received: " + call.keywords());
            }
            attributes.put("key", Slices.of(key));
            return new TensorOperation(info, "get_item", operands, attributes);
        }
        String op = NAMES.get(function);
        if (!spec.className().equals("TFOpLambda") || op == null) {
            throw new Refusal("it calls a TensorFlow function that keras4j does not know. Received: "
                    + spec.className() + " "
                    + (function.isEmpty() ? spec.config().toString() : function)
                    + ". Use a Keras layer instead");
        }
        call.arguments().forEach(value -> made.operands(op, value, operands));
        call.forEachSet((name, value) -> {
            if (name.equals("y") || name.equals("b") || !Call.refsIn(value).isEmpty()) {
                made.operands(name, value, operands);
            } else if (!name.equals("name")) {
                Object plain = PlainJson.of(Calls.json(value));
                attributes.put(ATTRIBUTES.getOrDefault(name, name), plain);
            }
        });
        if (attributes.getOrDefault("batch_dims", 0) instanceof Number dims && dims.intValue() != 0) {
            throw new Refusal("it gathers within batches. Received: batch_dims=" + dims);
        }
        return new TensorOperation(info, op, operands, attributes);
    }

    private static Object first(Call call) {
        Object value = call.arguments().get(0);
        return value instanceof List<?> list && list.size() == 1 && !(list.get(0) instanceof JsonNode)
                ? list.get(0)
                : value;
    }
}
