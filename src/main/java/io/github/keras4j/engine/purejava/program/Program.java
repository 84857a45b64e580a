package io.github.keras4j.engine.purejava.program;

import io.github.keras4j.engine.purejava.values.Texts;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A model bound to concrete input shapes: buffers and a flat list of steps. One thread's. */
public final class Program {
    private final Value[] inputs;
    private final Value[] outputs;
    private final Map<String, List<Value>> layers;
    private final Runnable[] steps;
    private final long floats;

    /** @param floats how many its values take */
    public Program(
            List<Value> inputs, List<Value> outputs, Map<String, List<Value>> layers, Runnable[] steps, long floats) {
        this.inputs = inputs.toArray(Value[]::new);
        this.outputs = outputs.toArray(Value[]::new);
        this.layers = layers;
        this.steps = steps;
        this.floats = floats;
    }

    public long floats() {
        return floats;
    }

    public Value input(int index) {
        return inputs[index];
    }

    public int inputCount() {
        return inputs.length;
    }

    public int outputCount() {
        return outputs.length;
    }

    public Value output(int index) {
        return outputs[index];
    }

    public void run() {
        for (Runnable step : steps) {
            step.run();
        }
    }

    public List<Tensor> outputs() {
        return Arrays.stream(outputs).map(Program::copy).toList();
    }

    public Map<String, List<Tensor>> layers() {
        Map<String, List<Tensor>> copies = new LinkedHashMap<>();
        layers.forEach((name, values) ->
                copies.put(name, values.stream().map(Program::copy).toList()));
        return copies;
    }

    private static Tensor copy(Value value) {
        return tensor(value.toShape(), Arrays.copyOf(value.data(), value.elements()), value.texts());
    }

    /**
     * A buffer as a tensor: of float32, or of what lies among the texts.
     *
     * @param texts where what it numbers lies; null: it holds numbers
     */
    public static Tensor tensor(Shape shape, float[] data, @Nullable Texts texts) {
        if (texts == null) {
            return Tensor.wrap(shape, data);
        }
        if (data.length > 0 && texts.number(data[0]).isPresent()) {
            long[] numbers = new long[data.length];
            Arrays.setAll(numbers, i -> texts.number(data[i]).orElseThrow());
            return Tensor.wrap(shape, numbers);
        }
        String[] strings = new String[data.length];
        Arrays.setAll(strings, i -> texts.get(data[i]));
        return Tensor.wrap(shape, strings);
    }
}
