package io.github.keras4j.engine.purejava.program;

import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Lines;
import io.github.keras4j.engine.purejava.values.Texts;
import io.github.keras4j.engine.purejava.values.Value;
import java.util.List;

/** Tensors side by side along an axis. */
public final class Concatenation {
    private Concatenation() {}

    public static Value bind(List<Value> parts, int axis, Binding binding) {
        int at = Lines.axis(parts.get(0).rank(), axis);
        int[] shape = parts.get(0).shape().clone();
        shape[at] = 0;
        for (Value part : parts) {
            for (int i = 0; i < shape.length; i++) {
                if (part.rank() != shape.length || i != at && part.size(i) != shape[i]) {
                    throw new BindException("inputs agree on every axis but axis " + axis);
                }
            }
            shape[at] += part.size(at);
        }
        Value y = binding.passing(shape);
        int outer = Value.product(shape, 0, at);
        int row = Value.product(shape, at, shape.length);
        int offset = 0;
        for (Value part : parts) {
            int width = Value.product(part.shape(), at, shape.length);
            int to = offset;
            binding.step(() -> {
                for (int i = 0; i < outer; i++) {
                    System.arraycopy(part.data(), i * width, y.data(), i * row + to, width);
                }
            });
            offset += width;
        }
        Texts texts = parts.get(0).texts();
        if (parts.stream().anyMatch(part -> part.texts() != texts)) {
            throw new BindException("joins strings with strings and numbers with numbers");
        }
        return texts == null ? y : y.of(texts);
    }
}
