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
 */
public record Call(List<Value> inputs, Map<String, Value> keywordInputs, Map<String, Object> arguments) {
    static Call of(Value... inputs) {
        return new Call(List.of(inputs), Map.of(), Map.of());
    }

    public Value input() {
        return inputs.get(0);
    }
}
