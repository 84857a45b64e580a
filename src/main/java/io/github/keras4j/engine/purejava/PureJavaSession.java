package io.github.keras4j.engine.purejava;

import io.github.keras4j.Keras4jException;
import io.github.keras4j.engine.Session;
import io.github.keras4j.engine.Trace;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Binds a program per set of input shapes, keeps the last few, and the states across them. */
public final class PureJavaSession implements Session {
    private static final int KEPT_PROGRAMS = 8;

    private final InputCheck check;
    private final CompiledNetwork network;
    private final Context context;
    private final States states = new States();
    private final Map<List<Shape>, Program> programs = new LinkedHashMap<>(16, 0.75f, true);
    private @Nullable Program last;

    PureJavaSession(InputCheck check, CompiledNetwork network, Context context) {
        this.check = check;
        this.network = network;
        this.context = context;
    }

    @Override
    public List<Tensor> predict(List<Tensor> inputs) {
        Program program = feed(inputs);
        program.run();
        return program.outputs();
    }

    /**
     * The fast entry: allocates nothing once these lengths were seen in the call before.
     *
     * @param inputs flat, row-major; any number of samples, all of the shape that the model fixes or that
     *     {@link #bind} was given
     * @param outputs filled, flat and row-major; each at least as long as the answer
     * @throws Keras4jException for lengths that don't fit
     */
    public void predict(float[][] inputs, float[][] outputs) {
        Program program = last;
        if (program == null || !fits(program, inputs)) {
            program = program(check.shapesOf(inputs));
            if (!fits(program, inputs)) {
                throw new Keras4jException("a flat input is not a whole number of samples. Received: lengths "
                        + java.util.Arrays.stream(inputs)
                                .map(input -> input.length)
                                .toList());
            }
        }
        for (int i = 0; i < inputs.length; i++) {
            System.arraycopy(inputs[i], 0, program.input(i).data(), 0, inputs[i].length);
        }
        program.run();
        for (int i = 0; i < program.outputCount(); i++) {
            Value output = program.output(i);
            System.arraycopy(output.data(), 0, outputs[i], 0, output.elements());
        }
    }

    /**
     * Prepares for flat inputs of these shapes and says what the answers' shapes will be.
     *
     * @throws Keras4jException for shapes that the model does not take
     */
    public List<Shape> bind(List<Shape> inputs) {
        check.check(inputs);
        Program program = program(inputs);
        List<Shape> shapes = new ArrayList<>();
        for (int i = 0; i < program.outputCount(); i++) {
            shapes.add(program.output(i).toShape());
        }
        return shapes;
    }

    @Override
    public Trace trace(List<Tensor> inputs) {
        Program program = feed(inputs);
        program.run();
        return new Trace(program.outputs(), program.layers());
    }

    @Override
    public void resetStates() {
        states.reset();
    }

    private Program feed(List<Tensor> inputs) {
        List<Shape> shapes = inputs.stream().map(Tensor::shape).toList();
        check.check(shapes);
        Program program = program(shapes);
        for (int i = 0; i < inputs.size(); i++) {
            inputs.get(i).copyTo(program.input(i).data(), 0);
        }
        return program;
    }

    private Program program(List<Shape> shapes) {
        Program program = programs.get(shapes);
        if (program == null) {
            program = build(shapes);
            programs.put(List.copyOf(shapes), program);
            if (programs.size() > KEPT_PROGRAMS) {
                programs.remove(programs.keySet().iterator().next());
            }
        }
        last = program;
        return program;
    }

    private Program build(List<Shape> shapes) {
        Binding binding = new Binding(context, states);
        List<Value> inputs =
                shapes.stream().map(shape -> binding.value(shape.sizes())).toList();
        for (int i = 0; i < inputs.size(); i++) {
            if (check.isWhole(i)) {
                float[] data = inputs.get(i).data();
                binding.step(() -> cut(data));
            }
        }
        Map<String, List<Value>> layers = new LinkedHashMap<>();
        List<Value> outputs = network.bind(inputs, binding, layers);
        return new Program(inputs, outputs, layers, binding.steps());
    }

    private static void cut(float[] data) {
        for (int i = 0; i < data.length; i++) {
            data[i] = (long) data[i];
        }
    }

    private static boolean fits(Program program, float[][] inputs) {
        if (inputs.length != program.inputCount()) {
            return false;
        }
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i].length != program.input(i).data().length) {
                return false;
            }
        }
        return true;
    }
}
