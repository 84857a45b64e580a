package io.github.keras4j.engine.purejava.program;

import io.github.keras4j.engine.purejava.values.Value;
import java.util.List;
import java.util.Map;

/**
 * One call of a layer.
 *
 * @param inputs its inputs in order, with their masks
 * @param keywordInputs tensors given by keyword
 * @param arguments constants given by keyword
 * @param countsAll whether a recurrent layer takes every step, and hands on its input's mask all the same
 */
public record Call(
        List<Value> inputs, Map<String, Value> keywordInputs, Map<String, Object> arguments, boolean countsAll) {
    public Call(List<Value> inputs, Map<String, Value> keywordInputs, Map<String, Object> arguments) {
        this(inputs, keywordInputs, arguments, false);
    }

    static Call of(Value... inputs) {
        return new Call(List.of(inputs), Map.of(), Map.of());
    }

    /** The same call on other inputs. */
    public Call on(List<Value> others) {
        return new Call(others, keywordInputs, arguments, countsAll);
    }

    public Value input() {
        return inputs.get(0);
    }
}
