package io.github.keras4j.engine.purejava;

import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A batch cut into parts of so few samples that a part's buffers stay in the cache; one part where it can't be cut. */
final class Chunks {
    private final Program part;
    private final int partRows;
    private final @Nullable Program rest;
    private final int batch;

    /**
     * @param part bound to {@code partRows} samples
     * @param rest bound to those left over; null when none are
     */
    Chunks(Program part, int partRows, @Nullable Program rest, int batch) {
        this.part = part;
        this.partRows = partRows;
        this.rest = rest;
        this.batch = batch;
    }

    /** The whole batch in one program. */
    static Chunks whole(Program program) {
        return new Chunks(program, 1, null, 1);
    }

    boolean fits(float[][] inputs) {
        if (inputs.length != part.inputCount()) {
            return false;
        }
        for (int i = 0; i < inputs.length; i++) {
            if ((long) inputs[i].length * partRows != (long) part.input(i).data().length * batch) {
                return false;
            }
        }
        return true;
    }

    void run(float[][] inputs, float[][] outputs) {
        int row = 0;
        for (; row + partRows <= batch; row += partRows) {
            run(part, inputs, outputs, row);
        }
        if (rest != null) {
            run(rest, inputs, outputs, row);
        }
    }

    private void run(Program program, float[][] inputs, float[][] outputs, int row) {
        for (int i = 0; i < inputs.length; i++) {
            float[] data = program.input(i).data();
            System.arraycopy(inputs[i], row * (part.input(i).data().length / partRows), data, 0, data.length);
        }
        program.run();
        for (int i = 0; i < program.outputCount(); i++) {
            Value output = program.output(i);
            int to = row * (part.output(i).elements() / partRows);
            System.arraycopy(output.data(), 0, outputs[i], to, output.elements());
        }
    }

    /** The answers' shapes for the whole batch. */
    List<Shape> outputShapes() {
        List<Shape> shapes = new ArrayList<>();
        for (int i = 0; i < part.outputCount(); i++) {
            Shape shape = part.output(i).toShape();
            shapes.add(batch == partRows ? shape : shape.slice(1, shape.rank()).prepend(batch));
        }
        return shapes;
    }
}
