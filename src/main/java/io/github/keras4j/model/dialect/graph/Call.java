package io.github.keras4j.model.dialect.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One call of a layer as stored, in one form for all generations. A value is a {@link Ref}, a list of values, or a
 * JSON constant.
 *
 * @param arguments by position
 * @param keywords by name
 */
record Call(List<Object> arguments, Map<String, Object> keywords) {
    /** A layer's output: of which layer, which of its calls, which output. */
    record Ref(String layer, int call, int output) {
        // written out, since a record's own are made at run time, which a model's start would wait for
        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof Ref other && call == other.call && output == other.output && layer.equals(other.layer);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * layer.hashCode() + call) + output;
        }

        @Override
        public String toString() {
            return "output " + output + " of call " + call + " of layer '" + layer + "'";
        }
    }

    /** Every reference in the call. */
    List<Ref> refs() {
        List<Ref> refs = new ArrayList<>();
        arguments.forEach(value -> collect(value, refs));
        keywords.values().forEach(value -> collect(value, refs));
        return refs;
    }

    static List<Ref> refsIn(Object value) {
        List<Ref> refs = new ArrayList<>();
        collect(value, refs);
        return refs;
    }

    private static void collect(Object value, List<Ref> refs) {
        if (value instanceof Ref ref) {
            refs.add(ref);
        } else if (value instanceof List<?> list) {
            list.forEach(item -> collect(item, refs));
        }
    }

    /** Hands on every keyword that is set: not null and not false. */
    void forEachSet(BiConsumer<String, Object> action) {
        keywords.forEach((name, value) -> {
            boolean unset =
                    value instanceof JsonNode node && (node.isNull() || (node.isBoolean() && !node.booleanValue()));
            boolean empty = value instanceof List<?> list
                    && refsIn(list).isEmpty()
                    && list.stream().allMatch(item -> item instanceof JsonNode node && node.isNull());
            if (!unset && !empty) {
                action.accept(name, value);
            }
        });
    }
}
