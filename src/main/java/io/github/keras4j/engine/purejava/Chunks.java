package io.github.keras4j.engine.purejava;

import io.github.keras4j.engine.purejava.program.Program;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A batch cut into parts of so few samples that a part's buffers stay in the cache; one part where it can't be cut. */
final class Chunks {
    private final Program part;
    private final int partRows;
    private final @Nullable Program rest;
    private final int batch;
    /** How many numbers one row has, of each input and output. */
    private final int[] inputSizes;

    private final int[] outputSizes;

    /**
     * @param part bound to {@code partRows} samples
     * @param rest bound to those left over; null when none are
     */
    Chunks(Program part, int partRows, @Nullable Program rest, int batch) {
        this.part = part;
        this.partRows = partRows;
        this.rest = rest;
        this.batch = batch;
        inputSizes = new int[part.inputCount()];
        Arrays.setAll(inputSizes, i -> part.input(i).data().length / partRows);
        outputSizes = new int[part.outputCount()];
        Arrays.setAll(outputSizes, i -> part.output(i).elements() / partRows);
    }

    /** The whole batch in one program. */
    static Chunks whole(Program program) {
        return new Chunks(program, 1, null, 1);
    }

    boolean fits(float[][] inputs) {
        if (inputs.length != inputSizes.length) {
            return false;
        }
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i].length != (long) inputSizes[i] * batch) {
                return false;
            }
        }
        return true;
    }

    /** @throws InputException for too few or too short arrays of answers */
    void requireRoom(float[][] outputs) {
        if (outputs.length != outputSizes.length) {
            throw new InputException("The model has " + outputSizes.length + " output(s), each of which needs an array."
                    + " Received: " + outputs.length);
        }
        for (int i = 0; i < outputs.length; i++) {
            if (outputs[i].length < (long) outputSizes[i] * batch) {
                throw new InputException("The answer does not fit into the array for output " + i + ": it has "
                        + (long) outputSizes[i] * batch + " numbers. Received: an array of " + outputs[i].length);
            }
        }
    }

    void run(float[][] inputs, float[][] outputs) {
        int row = 0;
        for (; row + partRows <= batch; row += partRows) {
            run(part, partRows, inputs, outputs, row);
        }
        if (rest != null) {
            run(rest, batch - row, inputs, outputs, row);
        }
    }

    private void run(Program program, int rows, float[][] inputs, float[][] outputs, int row) {
        for (int i = 0; i < inputs.length; i++) {
            int size = inputSizes[i];
            System.arraycopy(inputs[i], row * size, program.input(i).data(), 0, rows * size);
        }
        program.run();
        for (int i = 0; i < outputSizes.length; i++) {
            int size = outputSizes[i];
            System.arraycopy(program.output(i).data(), 0, outputs[i], row * size, rows * size);
        }
    }

    /** What was run into these buffers. */
    List<Tensor> answers(float[][] outputs) {
        List<Shape> shapes = outputShapes();
        List<Tensor> answers = new ArrayList<>();
        for (int i = 0; i < outputs.length; i++) {
            answers.add(Program.tensor(shapes.get(i), outputs[i], part.output(i).texts()));
        }
        return answers;
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
