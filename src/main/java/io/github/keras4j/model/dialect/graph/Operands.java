package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.model.NumberType;
import io.github.keras4j.model.TensorOperation.Constant;
import io.github.keras4j.model.TensorOperation.Input;
import io.github.keras4j.model.TensorOperation.Operand;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.dialect.graph.Call.Ref;
import io.github.keras4j.model.dialect.layers.Options;
import io.github.keras4j.model.dialect.layers.Refusal;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Makes an operation's tensors, and collects the node's inputs among them. */
final class Operands {
    private final Map<Ref, TensorRef> refs;
    private final Function<Ref, NumberType> types;
    private final boolean weakLists;
    private final List<TensorRef> inputs = new ArrayList<>();

    /**
     * @param types of what the layers before give
     * @param weakLists whether lists take the type of what they meet, as in TensorFlow's files, which store no type
     */
    Operands(Map<Ref, TensorRef> refs, Function<Ref, NumberType> types, boolean weakLists) {
        this.refs = refs;
        this.types = types;
        this.weakLists = weakLists;
    }

    List<TensorRef> inputs() {
        return inputs;
    }

    /** One tensor, or each of a list that has one of the model's tensors in it. */
    List<Operand> of(String name, Object value) {
        if (!(value instanceof List<?> list) || Call.refsIn(list).isEmpty() && !isListOfArrays(list)) {
            return List.of(one(name, value));
        }
        List<Operand> all = new ArrayList<>();
        list.forEach(item -> all.add(one(name, item)));
        return all;
    }

    private static boolean isListOfArrays(List<?> list) {
        return !list.isEmpty() && list.stream().allMatch(item -> item instanceof JsonNode node && node.isObject());
    }

    private Operand one(String name, Object value) {
        if (value instanceof Ref ref) {
            TensorRef target = refs.get(ref);
            if (target == null) {
                throw new Refusal("it takes what no layer gives. Received: " + Binder.shown(ref));
            }
            inputs.add(target);
            return new Input(inputs.size() - 1, types.apply(ref));
        }
        if (!Call.refsIn(value).isEmpty()) {
            throw new Refusal(
                    "its argument " + name + " is a list of lists with tensors. Received: " + Binder.shown(value));
        }
        return constant(name, Calls.json(value));
    }

    private Constant constant(String name, JsonNode node) {
        if (node.isObject()) {
            Options array = new Options(node);
            String className = array.text("class_name", "");
            if (!(className.equals("__numpy__") || className.equals("__tensor__"))) {
                throw wrong(name, node);
            }
            Options config = new Options(array.getAny("config"));
            NumberType type = NumberType.of(config.text("dtype", "")).orElseThrow(() -> wrong(name, node));
            if (type == NumberType.STRING) {
                throw wrong(name, node);
            }
            Tensor value = new Numbers(name, config.get("value")).tensor();
            config.refuseUnknown();
            array.refuseUnknown();
            return new Constant(value, type, false);
        }
        Numbers numbers = new Numbers(name, node);
        return new Constant(numbers.tensor(), numbers.type, weakLists || !node.isArray());
    }

    private static Refusal wrong(String name, JsonNode node) {
        return new Refusal("its argument " + name + " is neither a tensor nor numbers. Received: " + name + "="
                + Binder.shown(node));
    }

    /** Nested lists of numbers, as float64, which holds all that JSON has but integers beyond 2^53. */
    private static final class Numbers {
        private final List<Integer> sizes = new ArrayList<>();
        private final List<Double> flat = new ArrayList<>();
        private final String name;
        private final JsonNode whole;
        private NumberType type = NumberType.BOOL;

        Numbers(String name, JsonNode node) {
            this.name = name;
            whole = node;
            collect(node, 0);
            if (flat.isEmpty()) {
                type = NumberType.FLOAT32;
            }
        }

        Tensor tensor() {
            Shape shape = Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
            if (shape.elements() != flat.size()) {
                throw wrong(name, whole);
            }
            return Tensor.wrap(
                    shape, flat.stream().mapToDouble(Double::doubleValue).toArray());
        }

        private void collect(JsonNode node, int depth) {
            if (node.isArray()) {
                if (sizes.size() == depth) {
                    sizes.add(node.size());
                } else if (depth > sizes.size() || sizes.get(depth) != node.size()) {
                    throw wrong(name, whole);
                }
                node.forEach(item -> collect(item, depth + 1));
            } else if (depth != sizes.size() && !flat.isEmpty() || !(node.isNumber() || node.isBoolean())) {
                throw wrong(name, whole);
            } else {
                NumberType own = node.isBoolean()
                        ? NumberType.BOOL
                        : node.isIntegralNumber() ? NumberType.INT32 : NumberType.FLOAT32;
                type = type.with(own);
                flat.add(node.isBoolean() ? node.booleanValue() ? 1.0 : 0.0 : node.doubleValue());
            }
        }
    }
}
