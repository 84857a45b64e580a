package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.NumberType;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Unknown;
import io.github.keras4j.model.dialect.graph.Call.Ref;
import io.github.keras4j.model.dialect.layers.LayerSpec;
import io.github.keras4j.model.dialect.layers.Origin;
import io.github.keras4j.model.dialect.layers.Refusal;
import io.github.keras4j.model.operations.Parameter;
import io.github.keras4j.model.operations.Signature;
import io.github.keras4j.model.operations.Signatures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Bare operations in a functional model: tf.keras's TFOpLambda and SlicingOpLambda, Keras 3's operation nodes. */
public final class Operations {
    private static final Set<String> TF_CLASSES = Set.of(
            "TFOpLambda", "SlicingOpLambda", "ClassMethod", "InstanceMethod", "InstanceProperty", "TensorFlowOpLayer");

    /** Keras 3's layers whose get_config leaves it out (core of {@code keras/src/layers} 3.15). */
    private static final Set<String> WITHOUT_TRAINABLE = Set.of(
            "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "Discretization", "HashedCrossing", "Pipeline");

    private Operations() {}

    /**
     * A {@code .keras} file says that an operation comes from {@code keras.src.ops}. Keras 3's {@code .h5} names no
     * module; there every layer stores whether it is trainable but for a few, and an operation never does.
     */
    static boolean isOperation(LayerSpec spec, Origin origin) {
        if (spec.custom()) {
            return false;
        }
        if (TF_CLASSES.contains(spec.className()) || spec.module().startsWith("keras.src.ops.")) {
            return true;
        }
        return origin.isKeras3()
                && spec.module().isEmpty()
                && !spec.className().equals("InputLayer")
                && !WITHOUT_TRAINABLE.contains(spec.className())
                && !LayerFactory.isNetwork(spec)
                && !spec.config().has("trainable");
    }

    /** @param types of what the layers before give, for files that do not say it */
    static Node node(
            LayerSpec spec, Call call, Map<Ref, TensorRef> refs, Function<TensorRef, NumberType> types, Origin origin) {
        LayerInfo info = LayerInfo.of(spec.name(), spec.className());
        boolean tensorFlow = TF_CLASSES.contains(spec.className());
        Map<Ref, NumberType> stored = new HashMap<>();
        storedTypes(spec.inbound(), stored);
        Operands operands = new Operands(
                refs, ref -> stored.containsKey(ref) ? stored.get(ref) : types.apply(refs.get(ref)), tensorFlow);
        try {
            spec.checkCommon();
            Layer layer = spec.className().equals("TensorFlowOpLayer")
                    ? TensorFlowNodes.read(info, spec, call, operands)
                    : tensorFlow
                            ? TensorFlowOperations.read(info, spec, call, operands)
                            : keras3(info, spec, call, operands);
            return new Node(layer, operands.inputs());
        } catch (Refusal refusal) {
            List<TensorRef> inputs = new ArrayList<>();
            call.refs().forEach(ref -> inputs.add(refs.get(ref)));
            return new Node(new Unknown(info, refusal.reason() + " (" + origin.version() + ")."), inputs);
        }
    }

    /** Keras 3 writes the type of every tensor into the call that takes it. */
    private static void storedTypes(JsonNode node, Map<Ref, NumberType> types) {
        if (node.path("class_name").asString("").equals("__keras_tensor__")) {
            JsonNode history = node.path("config").path("keras_history");
            NumberType.of(node.path("config").path("dtype").asString(""))
                    .ifPresent(type -> types.put(
                            new Ref(
                                    history.path(0).asString(""),
                                    history.path(1).asInt(-1),
                                    history.path(2).asInt(-1)),
                            type));
        } else {
            node.forEach(child -> storedTypes(child, types));
        }
    }

    private static Layer keras3(LayerInfo info, LayerSpec spec, Call call, Operands operands) {
        Signature signature = Signatures.ofClass(spec.className())
                .orElseThrow(() -> new Refusal("Keras 3 has no operation of this class that keras4j knows. Received: "
                        + "class_name=" + spec.className() + ". Build the model of keras.ops and Keras's own layers"));
        Map<String, Object> given = new LinkedHashMap<>();
        spec.config().properties().forEach(entry -> {
            if (!entry.getKey().equals("name")) {
                given.put(entry.getKey(), entry.getValue());
            }
        });
        List<String> positions = positions(signature);
        for (int i = 0; i < call.arguments().size(); i++) {
            boolean rest = variadic(signature) && i >= positions.size() - 1;
            if (rest) {
                give(given, positions.get(positions.size() - 1), rest(call, i));
                break;
            }
            if (i >= positions.size() && signature.refusal().isPresent()) {
                break; // switch has what its branches take behind them; what it is refused for says more
            }
            if (i >= positions.size()) {
                throw new Refusal("operation " + signature.op() + " is called with more arguments than it takes."
                        + " Received: " + Binder.shown(call.arguments().get(i)));
            }
            give(given, positions.get(i), call.arguments().get(i));
        }
        Map<String, Object> keywords = new LinkedHashMap<>(call.keywords());
        if (signature.op().equals("rearrange")) {
            give(given, "axes_lengths", lengths(keywords, String.valueOf(given.get("pattern"))));
            keywords.clear();
        }
        keywords.forEach((name, value) -> give(given, name, value));
        return new Binder(signature, operands, false).bind(info, given, signature.types());
    }

    /** einsum and meshgrid take their tensors one after the other, not as a list. */
    private static boolean variadic(Signature signature) {
        return signature.op().equals("einsum") || signature.op().equals("meshgrid");
    }

    private static List<Object> rest(Call call, int from) {
        return List.copyOf(call.arguments().subList(from, call.arguments().size()));
    }

    /** The sizes of axes that the pattern names. */
    private static ObjectNode lengths(Map<String, Object> keywords, String pattern) {
        List<String> axes = List.of(pattern.split("\\W+"));
        ObjectNode lengths = JsonNodeFactory.instance.objectNode();
        keywords.forEach((name, value) -> {
            if (!axes.contains(name)) {
                throw new Refusal("operation rearrange is called with what its pattern does not name. Received: " + name
                        + "=" + Binder.shown(value));
            }
            lengths.set(name, Calls.json(value));
        });
        return lengths;
    }

    /** The parameters of call(): the tensors, and what {@code rearrange} and {@code x[key]} take there too. */
    private static List<String> positions(Signature signature) {
        return signature.parameters().stream()
                .filter(parameter -> !parameter.tensorFlowOnly()
                        && (parameter.kind().isTensor()
                                || parameter.kind() == Parameter.Kind.KEY
                                || parameter.name().equals("pattern")
                                || inCall(signature, parameter)))
                .map(Parameter::name)
                .toList();
    }

    /** Attributes that Keras 3 stores with the call, not with the operation. */
    private static boolean inCall(Signature signature, Parameter parameter) {
        return switch (signature.op()) {
            case "isclose" ->
                parameter.name().equals("rtol") || parameter.name().equals("atol");
            case "dot_product_attention" -> parameter.name().equals("scale");
            default -> false;
        };
    }

    private static void give(Map<String, Object> given, String name, Object value) {
        if (given.putIfAbsent(name, value) != null) {
            throw new Refusal("it is given the argument " + name + " twice. Received: " + Binder.shown(value));
        }
    }

    /** keras/src/utils/naming.py, to_snake_case. */
    public static String snakeCase(String name) {
        return name.replaceAll("\\W+", "")
                .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }
}
