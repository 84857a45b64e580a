package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Unknown;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.dialect.graph.Call.Ref;
import io.github.keras4j.model.dialect.layers.LayerSpec;
import io.github.keras4j.model.dialect.layers.Options;
import io.github.keras4j.model.dialect.layers.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A stored call as a canonical node: which tensors are inputs, which go by keyword. */
final class CallNodes {
    /** The parameters of call() in their order, for those that are written by position. */
    private static final List<String> RECURRENT = List.of("sequences", "initial_state", "mask", "training");

    private static final List<String> MULTI_HEAD_3 = List.of(
            "query",
            "value",
            "key",
            "query_mask",
            "value_mask",
            "key_mask",
            "attention_mask",
            "return_attention_scores",
            "training",
            "use_causal_mask");
    private static final List<String> ATTENTION =
            List.of("inputs", "mask", "training", "return_attention_scores", "use_causal_mask");
    private static final List<String> OTHERS = List.of("inputs", "mask", "training");

    private CallNodes() {}

    /** The tensors that are the layer's inputs, in order. */
    static List<Ref> inputs(LayerSpec spec, Call call) {
        Map<String, Object> named = named(call, positions(spec.className()));
        List<Ref> inputs = new ArrayList<>(Call.refsIn(named.getOrDefault("\0", List.of())));
        for (String name : List.of("initial_state", "value", "key")) {
            if (named.containsKey(name)) {
                inputs.addAll(Call.refsIn(named.get(name)));
            }
        }
        return inputs;
    }

    static Node node(Layer layer, Call call, Map<Ref, TensorRef> refs, Origin origin) {
        List<String> positions = positions(layer.className());
        Map<String, Object> named = named(call, positions);
        List<TensorRef> inputs = new ArrayList<>();
        Call.refsIn(named.getOrDefault("\0", List.of())).forEach(ref -> inputs.add(refs.get(ref)));
        named.remove("\0");
        for (String name : List.of("initial_state", "value", "key")) {
            Object value = named.remove(name);
            if (value != null) {
                Call.refsIn(value).forEach(ref -> inputs.add(refs.get(ref)));
            }
        }
        Map<String, TensorRef> tensors = new HashMap<>();
        Map<String, Object> constants = new HashMap<>();
        List<String> unknown = new ArrayList<>();
        new Call(List.of(), named).forEachSet((name, value) -> {
            List<Ref> among = Call.refsIn(value);
            if (name.equals("mask") && value instanceof List<?> masks) {
                // Attention takes [query_mask, value_mask]
                List<String> names = List.of("query_mask", "value_mask", "key_mask");
                for (int i = 0; i < masks.size() && i < names.size(); i++) {
                    if (masks.get(i) instanceof Ref ref) {
                        tensors.put(names.get(i), refs.get(ref));
                    }
                }
            } else if (among.size() == 1 && value instanceof Ref ref) {
                tensors.put(name, refs.get(ref));
            } else if (name.equals("return_attention_scores") || name.equals("use_causal_mask")) {
                constants.put(name, Boolean.TRUE);
            } else {
                unknown.add(name + "=" + (value instanceof JsonNode node ? Options.brief(node) : value));
            }
        });
        Layer checked = layer;
        if (!unknown.isEmpty() && !(layer instanceof Unknown)) {
            checked = new Unknown(
                    layer.info(),
                    "it is called with arguments that could change its numbers. Received: " + String.join(", ", unknown)
                            + ". Call it without them before saving.");
        } else if (inputs.isEmpty()) {
            checked = new Unknown(
                    layer.info(),
                    "it is called on a constant. Received: " + call.arguments() + ". Feed it through an input.");
        }
        boolean states = (layer instanceof Recurrent || layer instanceof Wrapper.Bidirectional) && inputs.size() > 1;
        boolean passedBy = origin.isKeras3() && states && !tensors.containsKey("mask");
        Node.Masks masks = passedBy ? Node.Masks.PASSED_BY : Node.Masks.SEEN;
        return new Node(checked, inputs, tensors, constants, masks);
    }

    private static List<String> positions(String className) {
        return switch (className) {
            case "LSTM",
                    "GRU",
                    "SimpleRNN",
                    "RNN",
                    "Bidirectional",
                    "ConvLSTM1D",
                    "ConvLSTM2D",
                    "ConvLSTM3D",
                    "CuDNNLSTM",
                    "CuDNNGRU" -> RECURRENT;
            case "MultiHeadAttention", "GroupQueryAttention", "GroupedQueryAttention" -> MULTI_HEAD_3;
            case "Attention", "AdditiveAttention" -> ATTENTION;
            default -> OTHERS;
        };
    }

    /** The first argument under {@code "\0"}, all others by their name. */
    private static Map<String, Object> named(Call call, List<String> positions) {
        Map<String, Object> named = new HashMap<>(call.keywords());
        for (int i = 0; i < call.arguments().size(); i++) {
            named.put(
                    i == 0 ? "\0" : i < positions.size() ? positions.get(i) : "argument " + i,
                    call.arguments().get(i));
        }
        for (String first : List.of("inputs", "sequences", "query", "x", "input_tensor")) {
            if (!named.containsKey("\0") && named.containsKey(first)) {
                named.put("\0", named.remove(first));
            }
        }
        return named;
    }

    /** Whether a layer takes states behind its sequence. */
    static boolean takesStates(Layer layer) {
        return layer instanceof Recurrent || layer instanceof Wrapper.Bidirectional || layer instanceof Attentive;
    }
}
