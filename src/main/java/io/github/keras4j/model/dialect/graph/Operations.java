package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.TensorOperation;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Unknown;
import io.github.keras4j.model.dialect.graph.Call.Ref;
import io.github.keras4j.model.dialect.layers.LayerSpec;
import io.github.keras4j.model.dialect.layers.Origin;
import io.github.keras4j.model.dialect.layers.PlainJson;
import io.github.keras4j.model.dialect.layers.PreprocessingReaders;
import io.github.keras4j.model.dialect.layers.Refusal;
import io.github.keras4j.tensor.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Bare operations in a functional model: tf.keras's TFOpLambda and SlicingOpLambda, Keras 3's operation nodes. */
public final class Operations {
    private static final Set<String> TF_CLASSES = Set.of(
            "TFOpLambda", "SlicingOpLambda", "ClassMethod", "InstanceMethod", "InstanceProperty", "TensorFlowOpLayer");

    /** Keras 3's layers whose get_config leaves it out (core of {@code keras/src/layers} 3.15). */
    private static final Set<String> WITHOUT_TRAINABLE =
            Set.of("SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "Discretization", "HashedCrossing");

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

    static Node node(LayerSpec spec, Call call, Map<Ref, TensorRef> refs, Origin origin) {
        List<TensorRef> inputs = new ArrayList<>();
        LayerInfo info = LayerInfo.of(spec.name(), spec.className());
        try {
            Made made = new Made(inputs, refs);
            Layer layer = spec.className().equals("TensorFlowOpLayer")
                    ? TensorFlowNodes.read(info, spec, call, made)
                    : TF_CLASSES.contains(spec.className())
                            ? TensorFlowOperations.read(info, spec, call, made)
                            : keras3(info, spec, call, made);
            return new Node(layer, inputs);
        } catch (Refusal refusal) {
            call.refs().forEach(ref -> inputs.add(refs.get(ref)));
            return new Node(new Unknown(info, refusal.reason() + " (" + origin.version() + ")."), inputs);
        }
    }

    /** Collects a node's inputs while its operands are made. */
    record Made(List<TensorRef> inputs, Map<Ref, TensorRef> refs) {
        TensorOperation.Operand operand(String what, Object value) {
            if (value instanceof Ref ref) {
                TensorRef target = refs.get(ref);
                if (target == null) {
                    throw new Refusal("it takes what no layer gives. Received: " + ref);
                }
                inputs.add(target);
                return new TensorOperation.Input(inputs.size() - 1);
            }
            return new TensorOperation.Constant(
                    PreprocessingReaders.numbers(what, Calls.json(value)).cast(DType.FLOAT32));
        }

        void operands(String what, Object value, List<TensorOperation.Operand> operands) {
            if (value instanceof List<?> list && !Call.refsIn(list).isEmpty()) {
                list.forEach(item -> operands(what, item, operands));
            } else if (!(value instanceof JsonNode node && node.isNull())) {
                operands.add(operand(what, value));
            }
        }
    }

    private static Layer keras3(LayerInfo info, LayerSpec spec, Call call, Made made) {
        String op = snakeCase(spec.className());
        Map<String, Object> attributes = new LinkedHashMap<>();
        spec.config().properties().forEach(entry -> {
            Object value = PlainJson.of(entry.getValue());
            if (!entry.getKey().equals("name") && value != PlainJson.NULL) {
                attributes.put(entry.getKey(), value);
            }
        });
        List<TensorOperation.Operand> operands = new ArrayList<>();
        if (op.equals("get_item")) {
            operands.add(made.operand("x", call.arguments().get(0)));
            attributes.put("key", Slices.of(call.arguments().get(1)));
        } else {
            call.arguments().forEach(value -> made.operands(op, value, operands));
            call.keywords().forEach((name, value) -> {
                if (Call.refsIn(value).isEmpty()) {
                    Object plain = PlainJson.of(Calls.json(value));
                    if (plain != PlainJson.NULL) {
                        attributes.put(name, plain);
                    }
                } else {
                    made.operands(name, value, operands);
                }
            });
        }
        return new TensorOperation(info, op, operands, attributes);
    }

    /** keras/src/utils/naming.py, to_snake_case. */
    public static String snakeCase(String name) {
        return name.replaceAll("\\W+", "")
                .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(java.util.Locale.ROOT);
    }
}
