package io.github.keras4j.engine.purejava;

import io.github.keras4j.engine.Session;
import io.github.keras4j.engine.Trace;
import io.github.keras4j.engine.Turn;
import io.github.keras4j.engine.purejava.kernels.Bands;
import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Context;
import io.github.keras4j.engine.purejava.program.Program;
import io.github.keras4j.engine.purejava.values.States;
import io.github.keras4j.engine.purejava.values.Texts;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Binds a program for each set of input shapes and keeps the last few of them. The states are shared by all. */
public final class PureJavaSession implements Session {
    private static final int KEPT_PROGRAMS = 8;
    /** The most samples of a large batch that run together: a multiple of a block's rows and of an LSTM's lanes, if any. */
    static final int CHUNK = Kernels.best().lanes() == 32 ? 96 : 80;
    /** This many floats stay in the second-level cache. */
    private static final int CACHED = 1 << 17;

    private final InputCheck check;
    private final CompiledNetwork network;
    private final Context context;
    private final States states = new States();
    private final TextInputs textInputs;
    private final Texts texts = new Texts();
    private final Map<List<Shape>, Program> programs = new LinkedHashMap<>(16, 0.75f, true);
    private final Turn turn = new Turn();
    /** Held, so that a call with plain arrays allocates nothing. */
    private final float[][] oneInput = new float[1][];

    private final float[][] oneOutput = new float[1][];
    private @Nullable Chunks last;

    PureJavaSession(InputCheck check, TextInputs textInputs, CompiledNetwork network, Context context) {
        this.check = check;
        this.textInputs = textInputs;
        this.network = network;
        this.context = context;
    }

    @Override
    public List<Tensor> predict(List<Tensor> inputs) {
        turn.begin();
        try {
            return answers(inputs);
        } finally {
            turn.end();
        }
    }

    private List<Tensor> answers(List<Tensor> inputs) {
        List<Shape> shapes = check.check(inputs.stream().map(Tensor::shape).toList());
        float[][] floats = textInputs.floats(inputs, texts);
        Chunks chunks = textInputs.isOpen() ? Chunks.whole(build(shapes, true, floats)) : chunks(shapes);
        float[][] outputs = chunks.outputShapes().stream()
                .map(shape -> new float[shape.elements()])
                .toArray(float[][]::new);
        chunks.run(floats, outputs);
        return chunks.answers(outputs);
    }

    @Override
    public void predict(float[] input, float[] output) {
        turn.begin();
        try {
            oneInput[0] = input;
            oneOutput[0] = output;
            fill(oneInput, oneOutput);
        } finally {
            turn.end();
        }
    }

    @Override
    public void predict(float[][] inputs, float[][] outputs) {
        turn.begin();
        try {
            fill(inputs, outputs);
        } finally {
            turn.end();
        }
    }

    private void fill(float[][] inputs, float[][] outputs) {
        onlyNumbers();
        Chunks chunks = last;
        if (chunks == null || !chunks.fits(inputs)) {
            chunks = chunks(check.shapesOf(inputs));
            if (!chunks.fits(inputs)) {
                throw new InputException("a flat input is not a whole number of samples. Received: lengths "
                        + Arrays.stream(inputs).map(input -> input.length).toList());
            }
        }
        chunks.requireRoom(outputs);
        chunks.run(inputs, outputs);
    }

    @Override
    public List<Shape> bind(List<Shape> inputs) {
        turn.begin();
        try {
            onlyNumbers();
            return chunks(check.check(inputs)).outputShapes();
        } finally {
            turn.end();
        }
    }

    @Override
    public Trace trace(List<Tensor> inputs) {
        turn.begin();
        try {
            Program program = feed(inputs);
            program.run();
            return new Trace(program.outputs(), program.layers());
        } finally {
            turn.end();
        }
    }

    @Override
    public void resetStates() {
        turn.begin();
        try {
            states.reset();
        } finally {
            turn.end();
        }
    }

    @Override
    public void close() {
        turn.close();
    }

    private Program feed(List<Tensor> inputs) {
        List<Shape> shapes = check.check(inputs.stream().map(Tensor::shape).toList());
        return build(shapes, false, textInputs.floats(inputs, texts));
    }

    /** Whether it takes flat arrays of floats: the model looks up neither strings nor integers. */
    public boolean takesFlat() {
        return !textInputs.hasTexts();
    }

    private void onlyNumbers() {
        if (!takesFlat()) {
            throw new InputException("the model looks up strings or integers, which flat arrays of floats do not hold."
                    + " Feed it tensors");
        }
    }

    private Chunks chunks(List<Shape> shapes) {
        int batch = shapes.isEmpty() || shapes.get(0).rank() == 0
                ? 0
                : shapes.get(0).size(0);
        Chunks chunks;
        int rows = context.rowWise() && batch > 1 ? chunk(shapes) : batch;
        if (rows < batch) {
            Program part = program(withBatch(shapes, rows));
            int left = batch % rows;
            chunks = new Chunks(part, rows, left == 0 ? null : program(withBatch(shapes, left)), batch);
        } else {
            chunks = Chunks.whole(program(shapes));
        }
        last = chunks;
        return chunks;
    }

    /**
     * As many samples as stay in the cache together, a divisor of the most; recurrent layers want many, since their
     * weights do not. Five convolve faster than fewer, though they half overflow the cache.
     */
    private int chunk(List<Shape> shapes) {
        if (context.recurrent()) {
            return CHUNK;
        }
        long floats = Math.max(1, program(withBatch(shapes, 1)).floats());
        int chunk = (int) Math.max(1, Math.min(CHUNK, CACHED / floats));
        if (Bands.COUNT * floats <= 2 * CACHED) {
            chunk = Math.max(chunk, Bands.COUNT);
        }
        while (CHUNK % chunk != 0) {
            chunk--;
        }
        return chunk;
    }

    private static List<Shape> withBatch(List<Shape> shapes, int batch) {
        return shapes.stream()
                .map(shape -> shape.slice(1, shape.rank()).prepend(batch))
                .toList();
    }

    private Program program(List<Shape> shapes) {
        Program program = programs.get(shapes);
        if (program == null) {
            program = build(shapes, true, new float[0][]);
            programs.put(List.copyOf(shapes), program);
            if (programs.size() > KEPT_PROGRAMS) {
                programs.remove(programs.keySet().iterator().next());
            }
        }
        return program;
    }

    /** @param fed what is fed already, so that a layer can hang on it; empty: nothing yet */
    private Program build(List<Shape> shapes, boolean fuses, float[][] fed) {
        Binding binding = new Binding(context, states, fuses, !fuses, texts); // what is traced is wanted, and not fused
        List<Value> inputs = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            Value input = binding.value(shapes.get(i).sizes());
            inputs.add(textInputs.isText(i) ? input.of(texts) : input);
            if (fed.length > 0) {
                System.arraycopy(fed[i], 0, input.data(), 0, fed[i].length);
                binding.know(input);
            }
            if (check.isWhole(i) && !textInputs.isText(i)) {
                float[] data = inputs.get(i).data();
                binding.step(() -> cut(data));
            }
        }
        Map<String, List<Value>> layers = new LinkedHashMap<>();
        List<Value> outputs = network.bind(inputs, binding, layers);
        return new Program(inputs, outputs, layers, binding.steps(), binding.allocated());
    }

    private static void cut(float[] data) {
        for (int i = 0; i < data.length; i++) {
            data[i] = (long) data[i];
        }
    }
}
