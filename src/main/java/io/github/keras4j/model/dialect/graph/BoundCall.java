package io.github.keras4j.model.dialect.graph;

import io.github.keras4j.model.dialect.graph.Call.Ref;
import io.github.keras4j.model.dialect.layers.LayerSpec;
import io.github.keras4j.model.dialect.layers.Options;
import io.github.keras4j.model.dialect.layers.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A stored call with every argument in its place. A tensor is a {@link Ref}, or a constant as JSON.
 *
 * @param inputs the tensors that the layer is called on, in order
 * @param tensors tensors by parameter
 * @param flags those that are true, by parameter
 * @param withoutMasks whether the call switches masking off
 * @param training what the call says by {@code training}, where that counts
 * @param refused what no parameter takes, as {@code name=value}
 */
record BoundCall(
        List<Object> inputs,
        Map<String, Object> tensors,
        Map<String, Object> flags,
        boolean withoutMasks,
        Optional<Boolean> training,
        List<String> refused) {
    private static final List<String> FIRST = List.of("inputs", "sequences", "sequence", "query", "x", "input_tensor");

    static BoundCall of(LayerSpec spec, Call call, Origin origin) {
        return new Binder(CallSignature.of(spec), origin).bind(call).withoutConstants(spec);
    }

    /**
     * An RNN's constants stand behind its states ({@code inputs[-num_constants:]}, layers/rnn/base_rnn.py 2.15,
     * _process_inputs). StackedRNNCells alone of Keras's own cells take them, and none of the cells in it does; see {@link
     * io.github.keras4j.model.dialect.layers.RecurrentReaders}.
     */
    private BoundCall withoutConstants(LayerSpec spec) {
        JsonNode number = spec.config().path("num_constants");
        int constants = spec.className().equals("RNN") && number.isInt() ? number.intValue() : 0;
        if (constants <= 0 || inputs.size() == 1) {
            return this;
        }
        List<String> wrong = new ArrayList<>(refused);
        if (constants >= inputs.size()) {
            wrong.add("num_constants=" + constants + " on " + inputs.size() + " tensors");
        }
        List<Object> kept = inputs.subList(0, Math.max(1, inputs.size() - constants));
        return new BoundCall(kept, tensors, flags, withoutMasks, training, wrong);
    }

    private static final class Binder {
        private final CallSignature signature;
        private final Origin origin;
        private final List<Object> inputs = new ArrayList<>();
        private final Map<String, Object> tensors = new LinkedHashMap<>();
        private final Map<String, Object> flags = new LinkedHashMap<>();
        private final List<String> refused = new ArrayList<>();
        private boolean withoutMasks;
        private Optional<Boolean> training = Optional.empty();

        Binder(CallSignature signature, Origin origin) {
            this.signature = signature;
            this.origin = origin;
        }

        BoundCall bind(Call call) {
            Map<String, Object> named = new LinkedHashMap<>(call.keywords());
            Object first = List.of();
            for (int i = 0; i < call.arguments().size(); i++) {
                Object value = call.arguments().get(i);
                if (i == 0) {
                    first = value;
                } else if (i >= signature.positions().size()) {
                    refused.add("argument " + i + "=" + brief(value));
                } else if (named.putIfAbsent(signature.positions().get(i), value) != null) {
                    refused.add(signature.positions().get(i) + " twice");
                }
            }
            if (call.arguments().isEmpty()) {
                for (String name : FIRST) {
                    if (named.containsKey(name)) {
                        first = named.remove(name);
                        break;
                    }
                }
            }
            leaves("its input", first);
            signature.inputs().forEach(name -> {
                if (named.containsKey(name)) {
                    states(name, named.remove(name));
                }
            });
            named.forEach(this::argument);
            return new BoundCall(inputs, tensors, flags, withoutMasks, training, refused);
        }

        private void argument(String name, Object value) {
            if (name.equals("mask")) {
                mask(value);
            } else if (name.equals("training")) {
                training(value);
            } else if (signature.tensors().contains(name)) {
                tensor(name, value);
            } else if (signature.flags().contains(name)) {
                if (isTrue(value)) {
                    flags.put(name, Boolean.TRUE);
                } else if (!isNull(value) && !isFalse(value)) {
                    refused.add(name + "=" + brief(value));
                }
            } else if (!isNull(value)
                    || !name.equals("constants") && !name.equals("query_mask")) { // None gives none of these
                refused.add(name + "=" + brief(value));
            }
        }

        /** Keras 3 asks no call; see {@link TrainingArgument}. */
        private void training(Object value) {
            if (isNull(value) || origin.isKeras3() && (isTrue(value) || isFalse(value))) {
                return;
            }
            if (isTrue(value) || isFalse(value)) {
                training = Optional.of(isTrue(value));
            } else {
                refused.add("training=" + brief(value));
            }
        }

        /**
         * A mask that is None, or a list of such: tf.keras takes it for the layer's (base_layer.py 2.15,
         * _get_input_masks: arg_was_passed), and so do Keras 3's Attention layers a list of them. Otherwise Keras 3
         * fills in the inputs' own (layers/layer.py 3.15, __call__, step 6), and so does Keras 2 for what it hands on.
         */
        private void mask(Object value) {
            boolean none = isNull(value);
            boolean nones = value instanceof List<?> list
                    && !list.isEmpty()
                    && list.stream().allMatch(Binder::isNull);
            if (none || nones) {
                if (origin.isKeras3()) {
                    withoutMasks |= nones && signature.listsMasks();
                } else if (origin.isTfKeras()) {
                    withoutMasks = true;
                } else {
                    refused.add("mask=" + brief(value));
                }
            } else if (signature.listsMasks() && value instanceof List<?> masks) {
                List<String> names = List.of("query_mask", "value_mask", "key_mask");
                for (int i = 0; i < masks.size(); i++) {
                    if (i >= names.size()) {
                        refused.add("mask=" + brief(value));
                    } else if (!isNull(masks.get(i))) {
                        tensor(names.get(i), masks.get(i));
                    }
                }
            } else if (signature.tensors().contains("mask")) {
                tensor("mask", value);
            } else {
                refused.add("mask=" + brief(value));
            }
        }

        private void tensor(String name, Object value) {
            if (value instanceof List<?> list && list.size() == 1 && list.get(0) instanceof Ref only) {
                tensors.put(name, only); // tf.keras's nest of one
            } else if (isNull(value)) {
                return;
            } else if (value instanceof Ref || isNumbers(value)) {
                tensors.put(name, value);
            } else {
                refused.add(name + "=" + brief(value));
            }
        }

        /** States, or an attention's value and key: a tensor, or a list of tensors. */
        private void states(String name, Object value) {
            if (isNull(value)
                    || value instanceof List<?> list
                            && !list.isEmpty()
                            && list.stream().allMatch(Binder::isNull)) {
                return;
            }
            boolean alone = name.equals("value") || name.equals("key") || depth(value) <= 2;
            if (value instanceof List<?> list && (!alone || !Call.refsIn(list).isEmpty())) {
                list.forEach(item -> leaves(name, item));
            } else {
                leaves(name, value);
            }
        }

        private void leaves(String name, Object value) {
            if (value instanceof Ref || isNumbers(value)) {
                inputs.add(value);
            } else if (value instanceof List<?> list) {
                list.forEach(item -> leaves(name, item));
            } else {
                refused.add(name + "=" + brief(value));
            }
        }

        private static int depth(Object value) {
            return value instanceof List<?> list && !list.isEmpty() ? 1 + depth(list.get(0)) : 0;
        }

        /** Numbers in rows, or an array object of Keras's. */
        private static boolean isNumbers(Object value) {
            if (value instanceof List<?> list) {
                return !list.isEmpty() && list.stream().allMatch(Binder::isNumbers);
            }
            if (!(value instanceof JsonNode node)) {
                return false;
            }
            if (node.isArray()) {
                return !node.isEmpty() && node.valueStream().allMatch(Binder::isNumbers);
            }
            String className = node.path("class_name").asString("");
            return node.isNumber()
                    || node.isBoolean()
                    || className.equals("__tensor__")
                    || className.equals("__numpy__")
                    || node.path("type").asString("").equals("ndarray");
        }

        private static boolean isNull(Object value) {
            return value instanceof JsonNode node && node.isNull();
        }

        private static boolean isFalse(Object value) {
            return value instanceof JsonNode node
                    && (node.isBoolean() && !node.booleanValue() || node.isNumber() && node.doubleValue() == 0);
        }

        private static boolean isTrue(Object value) {
            return value instanceof JsonNode node
                    && (node.isBoolean() && node.booleanValue() || node.isNumber() && node.doubleValue() == 1);
        }

        private static String brief(Object value) {
            return value instanceof JsonNode node ? Options.brief(node) : String.valueOf(value);
        }
    }
}
