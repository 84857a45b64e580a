package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.dialect.layers.LayerSpec;
import io.github.keras4j.model.dialect.layers.Options;
import io.github.keras4j.model.dialect.layers.Refusal;
import io.github.keras4j.model.operations.Signature;
import io.github.keras4j.model.operations.Signatures;
import io.github.keras4j.model.operations.TensorFlowFunction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** tf.keras's calls of TensorFlow functions on Keras tensors, in keras.ops's words. */
final class TensorFlowOperations {
    /** What a TFOpLambda stores besides the function: nothing of it changes an answer. */
    private static final Set<String> CONFIG = Set.of("name", "trainable", "dtype", "function");

    private TensorFlowOperations() {}

    static Layer read(LayerInfo info, LayerSpec spec, Call call, Operands operands) {
        String name = spec.config().path("function").asString("");
        Set<String> unknown = new TreeSet<>(spec.config().propertyNames());
        unknown.removeAll(CONFIG);
        if (!unknown.isEmpty()) {
            throw new Refusal("its configuration holds what is not known. Received: " + unknown);
        }
        if (call.arguments().size() != 1) {
            throw new Refusal("it is stored with more than its first argument by position. Received: "
                    + Binder.shown(call.arguments()));
        }
        Map<String, Object> given = new LinkedHashMap<>(call.keywords());
        Object named = given.remove("name");
        if (named != null && !Binder.isNull(named) && !(named instanceof JsonNode node && node.isString())) {
            throw new Refusal("its argument name is no name. Received: " + Binder.shown(named));
        }
        if (spec.className().equals("SlicingOpLambda") && name.endsWith("getitem")) {
            given.put("x", first(call));
            Object key = given.remove("slice_spec");
            if (key == null) {
                throw new Refusal("its slices are missing. Received: " + Binder.shown(given));
            }
            given.put("key", key);
            Signature signature = Signatures.named("get_item");
            return new Binder(signature, operands, true).bind(info, given, signature.types());
        }
        TensorFlowFunction function = TensorFlowFunction.named(name)
                .filter(known -> spec.className().endsWith("OpLambda"))
                .orElseThrow(() -> unknown(spec, name));
        function.refusal().ifPresent(reason -> {
            throw new Refusal("TensorFlow's function is not run: " + reason + ". Received: function=" + name);
        });
        given.put(
                function.parameters().keySet().iterator().next(),
                call.arguments().get(0));
        return bind(info, function, name, given, operands);
    }

    static Layer bind(
            LayerInfo info, TensorFlowFunction function, String name, Map<String, Object> given, Operands operands) {
        Set<String> taken = new TreeSet<>();
        Map<String, Object> bound = new LinkedHashMap<>();
        Map<String, Object> values = new LinkedHashMap<>();
        function.parameters().forEach((parameter, otherwise) -> {
            Object value = given.get(parameter);
            boolean said = value != null && !Binder.isNull(value);
            if (said) {
                values.put(parameter, value);
            } else if (!otherwise.isEmpty() && !otherwise.equals("*") && !otherwise.equals("None")) {
                values.put(parameter, Python.constant(otherwise));
            }
        });
        function.arguments().forEach((argument, made) -> {
            if (made.isConstant()) {
                bound.put(argument, Python.constant(made.of().get(0)));
            } else {
                taken.addAll(made.of());
                Converters.convert(made.converter(), made.of(), values).ifPresent(value -> bound.put(argument, value));
            }
        });
        Map<String, Object> left = new LinkedHashMap<>(given);
        left.keySet().removeAll(taken);
        left.entrySet().removeIf(entry -> isDefault(function.parameters().get(entry.getKey()), entry.getValue()));
        if (!left.isEmpty()) {
            throw new Refusal("TensorFlow's function " + name + " is called with arguments that are not run. Received: "
                    + Binder.shown(left));
        }
        return new Binder(Signatures.named(function.op()), operands, true).bind(info, bound, function.types());
    }

    private static boolean isDefault(@org.jspecify.annotations.Nullable String otherwise, Object value) {
        if (otherwise == null) {
            return false;
        }
        if (otherwise.equals("*") || Binder.isNull(value)) {
            return true;
        }
        return value instanceof JsonNode node && Python.equal(Python.constant(otherwise), node);
    }

    /** tf.keras before 2.5 writes the one tensor of a slice in a list. */
    private static Object first(Call call) {
        Object value = call.arguments().get(0);
        return value instanceof List<?> list && list.size() == 1 && !(list.get(0) instanceof JsonNode)
                ? list.get(0)
                : value;
    }

    private static Refusal unknown(LayerSpec spec, String name) {
        return new Refusal("it calls a TensorFlow function that keras4j does not know. Received: " + spec.className()
                + " " + (name.isEmpty() ? Options.brief(spec.config()) : name) + ". Use a Keras layer instead");
    }
}
