package io.github.keras4j.engine.dl4j.arrays;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How a value was computed, for the way back. Gradients are taken here and not by SameDiff: within a DL4J layer its
 * gradients come out exactly twice as large (1.0.0-M2.1).
 */
public final class Tape {
    private static final AtomicLong COUNT = new AtomicLong();

    /** What hands a result's gradient on to what it was computed from. */
    interface Backward {
        void run(INDArray gradient);
    }

    private final long number = COUNT.incrementAndGet();
    private final INDArray data;
    private final List<Tape> from;
    private final @Nullable Backward backward;
    private @Nullable INDArray gradient;
    private final List<Slices> slices = new ArrayList<>();

    /**
     * A gradient in slices: what came back for rows of a table.
     *
     * @param indices which rows
     * @param rows one for each index, {@code [indices, width]}
     */
    public record Slices(INDArray indices, INDArray rows) {}

    void addSlices(INDArray indices, INDArray rows) {
        slices.add(new Slices(indices, rows));
        for (int i = 0; i < indices.length(); i++) {
            gradient().getRow(indices.getInt(i)).addi(rows.getRow(i));
        }
    }

    /** What came back to a variable in slices; it is in {@link #taken} too. */
    public List<Slices> slices() {
        return slices;
    }

    Tape(INDArray data, List<Tape> from, @Nullable Backward backward) {
        this.data = data;
        this.from = from;
        this.backward = backward;
    }

    /** Where this value's gradient is summed up; zeros at first. */
    INDArray gradient() {
        INDArray sum = gradient;
        if (sum == null) {
            sum = data.ulike().assign(0);
            gradient = sum;
        }
        return sum;
    }

    void add(INDArray part) {
        INDArray sum = gradient;
        if (sum == null) {
            gradient = part.dup('c').reshape('c', data.shape());
        } else {
            sum.addi(part);
        }
    }

    /** Takes the gradients back from these values to all that they were computed from. */
    public static void back(List<Value> outputs, List<INDArray> gradients) {
        Set<Tape> reached = new LinkedHashSet<>();
        List<Tape> left = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            Tape tape = outputs.get(i).tape();
            if (tape != null) {
                tape.add(gradients.get(i));
                left.add(tape);
            }
        }
        while (!left.isEmpty()) {
            Tape tape = left.remove(left.size() - 1);
            if (reached.add(tape)) {
                left.addAll(tape.from);
            }
        }
        // what a value is computed from has a smaller number
        reached.stream()
                .sorted(Comparator.comparingLong((Tape tape) -> tape.number).reversed())
                .forEach(Tape::run);
    }

    private void run() {
        INDArray known = gradient;
        if (backward != null && known != null) {
            backward.run(known);
            gradient = null;
        }
    }

    /** The gradient that came back to a variable; zeros where none did. */
    public INDArray taken() {
        INDArray sum = gradient();
        gradient = null;
        return sum;
    }
}
