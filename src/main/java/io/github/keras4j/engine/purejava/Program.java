package io.github.keras4j.engine.purejava;

import io.github.keras4j.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model bound to concrete input shapes: buffers and a flat list of steps. One thread's. */
final class Program {
    private final Value[] inputs;
    private final Value[] outputs;
    private final Map<String, List<Value>> layers;
    private final Runnable[] steps;
    private final long floats;

    /** @param floats how many its values take */
    Program(List<Value> inputs, List<Value> outputs, Map<String, List<Value>> layers, Runnable[] steps, long floats) {
        this.inputs = inputs.toArray(Value[]::new);
        this.outputs = outputs.toArray(Value[]::new);
        this.layers = layers;
        this.steps = steps;
        this.floats = floats;
    }

    long floats() {
        return floats;
    }

    Value input(int index) {
        return inputs[index];
    }

    int inputCount() {
        return inputs.length;
    }

    int outputCount() {
        return outputs.length;
    }

    Value output(int index) {
        return outputs[index];
    }

    void run() {
        for (Runnable step : steps) {
            step.run();
        }
    }

    List<Tensor> outputs() {
        return Arrays.stream(outputs).map(Program::copy).toList();
    }

    Map<String, List<Tensor>> layers() {
        Map<String, List<Tensor>> copies = new LinkedHashMap<>();
        layers.forEach((name, values) ->
                copies.put(name, values.stream().map(Program::copy).toList()));
        return copies;
    }

    private static Tensor copy(Value value) {
        return Tensor.wrap(value.toShape(), Arrays.copyOf(value.data(), value.elements()));
    }
}
