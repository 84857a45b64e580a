package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.NumberType;
import io.github.keras4j.model.TensorOperation;
import io.github.keras4j.model.TensorOperation.Constant;
import io.github.keras4j.model.TensorOperation.Operand;
import io.github.keras4j.model.dialect.graph.Call.Ref;
import io.github.keras4j.model.dialect.layers.Options;
import io.github.keras4j.model.dialect.layers.Refusal;
import io.github.keras4j.model.operations.Parameter;
import io.github.keras4j.model.operations.ResultTypes;
import io.github.keras4j.model.operations.Signature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Binds what a call says to an operation's signature. Nothing is dropped: what the signature does not name, and what is
 * of another kind than it says, refuses the operation.
 */
final class Binder {
    private final Signature signature;
    /** Rules of types by which operands become one type. */
    private static final Set<String> PROMOTING = Set.of("promoted", "promoted 1", "numbers", "floats", "quotient");

    private final Operands operands;
    private final boolean tensorFlow;

    /** @param tensorFlow whether the parameters that only TensorFlow has are there */
    Binder(Signature signature, Operands operands, boolean tensorFlow) {
        this.signature = signature;
        this.operands = operands;
        this.tensorFlow = tensorFlow;
    }

    /** @param types rules for the types of the outputs */
    TensorOperation bind(LayerInfo info, Map<String, Object> given, List<String> types) {
        signature.refusal().ifPresent(reason -> {
            throw new Refusal("operation " + signature.op() + " is not run: " + reason + ". Received: " + shown(given));
        });
        Map<String, Object> left = new LinkedHashMap<>(given);
        Map<String, List<Operand>> tensors = new LinkedHashMap<>();
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (Parameter parameter : signature.parameters()) {
            if (parameter.tensorFlowOnly() && !tensorFlow) {
                parameter.otherwise().ifPresent(value -> attributes.putIfAbsent(parameter.name(), value));
                continue;
            }
            Object value = left.get(parameter.name());
            boolean isTensor = parameter.kind().isTensor();
            boolean takes = !isTensor
                    || !hasAttribute(parameter.name())
                    || !Call.refsIn(orEmpty(value)).isEmpty();
            if (takes && value != null && !isNull(value)) {
                left.remove(parameter.name());
                if (isTensor) {
                    tensors.put(parameter.name(), operands.of(parameter.name(), value));
                } else {
                    attributes.put(parameter.name(), Arguments.plain(parameter, value));
                }
            } else if (takes && !tensors.containsKey(parameter.name())) {
                fillIn(parameter, value != null, attributes);
                left.remove(parameter.name());
            }
        }
        if (!left.isEmpty()) {
            throw new Refusal(
                    "operation " + signature.op() + " is called with what it does not take. Received: " + shown(left));
        }
        if (tensors.values().stream().allMatch(List::isEmpty)) {
            throw new Refusal("operation " + signature.op() + " is stored without a tensor. Received: " + shown(given));
        }
        checkFits(tensors);
        List<NumberType> results;
        try {
            results = ResultTypes.of(types, tensors, attributes);
        } catch (IllegalArgumentException e) {
            throw new Refusal("operation " + signature.op() + " has a dtype that is not known: " + e.getMessage());
        }
        return new TensorOperation(info, signature.op(), tensors, attributes, results);
    }

    /**
     * Python's bare numbers take the type of what they meet, whether or not it holds them: in TensorFlow 2.21
     * {@code ops.clip(x, -1, 1)} of a uint8 is 255, and building a graph fails instead.
     */
    private void checkFits(Map<String, List<Operand>> tensors) {
        NumberType met = NumberType.BOOL;
        for (Operand operand : (Iterable<Operand>) tensors.values().stream().flatMap(List::stream)::iterator) {
            met = operand instanceof Constant constant && constant.weak() ? met : met.with(operand.type());
        }
        if (!met.isInteger()) {
            return;
        }
        for (Map.Entry<String, List<Operand>> entry : tensors.entrySet()) {
            for (Operand operand : entry.getValue()) {
                if (entry.getValue().size() == 1 // the members of a list may be cast one by one
                        && !entry.getKey().equals("indices")
                        && operand instanceof Constant constant
                        && constant.weak()) {
                    checkFits(entry.getKey(), constant, met);
                }
            }
        }
    }

    private void checkFits(String name, Constant constant, NumberType met) {
        if (constant.type().isFloating()) {
            if (tensorFlow && PROMOTING.contains(signature.types().get(0))) {
                throw new Refusal(
                        "operation " + signature.op() + " takes fractions beside a tensor of " + met.kerasName()
                                + ", which TensorFlow does not. Received: argument " + name
                                + ". Cast the tensor to float32 before saving");
            }
            return;
        }
        for (int i = 0; i < constant.value().size(); i++) {
            double number = constant.value().getDouble(i);
            if (number < met.lowest() || number > met.highest()) {
                throw new Refusal("operation " + signature.op() + " takes a number that a tensor of "
                        + met.kerasName() + " does not hold. Received: " + name + "=" + Math.round(number)
                        + ". Cast the tensor to float32 before saving");
            }
        }
    }

    private boolean hasAttribute(String name) {
        return signature.parameters().stream()
                .anyMatch(parameter ->
                        !parameter.kind().isTensor() && parameter.name().equals(name));
    }

    private void fillIn(Parameter parameter, boolean isNone, Map<String, Object> attributes) {
        if (isNone && parameter.optional()) {
            return;
        }
        if (isNone && !tensorFlow || parameter.required()) {
            throw new Refusal("operation " + signature.op() + " needs its argument " + parameter.name() + ". Received: "
                    + parameter.name() + "=" + (isNone ? "None" : "nothing"));
        }
        parameter.otherwise().ifPresent(value -> attributes.put(parameter.name(), value));
    }

    private static Object orEmpty(@org.jspecify.annotations.Nullable Object value) {
        return value == null ? List.of() : value;
    }

    static boolean isNull(Object value) {
        return value instanceof JsonNode node && node.isNull();
    }

    /** Arguments as an error shows them. */
    static String shown(Map<String, Object> given) {
        List<String> parts = new ArrayList<>();
        given.forEach((name, value) -> parts.add(name + "=" + shown(value)));
        return parts.isEmpty() ? "nothing" : String.join(", ", parts);
    }

    static String shown(Object value) {
        if (value instanceof JsonNode node) {
            return Options.brief(node);
        }
        if (value instanceof Ref ref) {
            return "output " + ref.output() + " of '" + ref.layer() + "'";
        }
        return value instanceof List<?> list
                ? list.stream().map(Binder::shown).toList().toString()
                : value.toString();
    }
}
