package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.values.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An operation's attributes, plain JSON values by name. */
record Options(Map<String, Object> values) {
    boolean has(String name) {
        return values.get(name) != null;
    }

    public boolean flag(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    int integer(String name, int otherwise) {
        return values.get(name) instanceof Number number ? number.intValue() : otherwise;
    }

    double number(String name, double otherwise) {
        return values.get(name) instanceof Number number ? number.doubleValue() : otherwise;
    }

    @Nullable
    Object get(String name) {
        return values.get(name);
    }

    /** A list of integers, or a single one as a list; empty when it is not given. */
    List<Integer> integers(String name) {
        Object value = values.get(name);
        List<Integer> found = new ArrayList<>();
        if (value instanceof Number number) {
            found.add(number.intValue());
        } else if (value instanceof List<?> list) {
            for (Object entry : list) {
                if (!(entry instanceof Number number)) {
                    throw new BindException(name + " is a list of integers. Received: " + value);
                }
                found.add(number.intValue());
            }
        }
        return found;
    }
}
