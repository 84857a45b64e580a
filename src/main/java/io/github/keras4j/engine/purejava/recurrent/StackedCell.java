package io.github.keras4j.engine.purejava.recurrent;

import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.program.Context;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** StackedRNNCells: each step runs through all cells, each fed by the one before. */
final class StackedCell implements CompiledCell {
    private final List<CompiledCell> cells = new ArrayList<>();
    private final boolean reverseStateOrder;

    StackedCell(Recurrent.StackedCells stacked, Weights weights, Context context) {
        for (int i = 0; i < stacked.cells().size(); i++) {
            cells.add(CompiledCell.of(stacked.cells().get(i), weights.child(Integer.toString(i)), context));
        }
        reverseStateOrder = stacked.reverseStateOrder();
    }

    private int[] order() {
        int[] order = new int[cells.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = reverseStateOrder ? order.length - 1 - i : i;
        }
        return order;
    }

    @Override
    public int inputSize() {
        return cells.get(0).inputSize();
    }

    @Override
    public int[] stateSizes() {
        return Arrays.stream(order())
                .flatMap(cell -> Arrays.stream(cells.get(cell).stateSizes()))
                .toArray();
    }

    @Override
    public int outputSize() {
        return cells.get(cells.size() - 1).outputSize();
    }

    @Override
    public BoundCell bind(int batch, int steps, Kernels kernels, float[][] states) {
        BoundCell[] bound = new BoundCell[cells.size()];
        int at = 0;
        for (int cell : order()) {
            int count = cells.get(cell).stateSizes().length;
            bound[cell] = cells.get(cell)
                    .bind(batch, cell == 0 ? steps : 1, kernels, Arrays.copyOfRange(states, at, at + count));
            at += count;
        }
        return new BoundCell() {
            @Override
            public float[] output() {
                return bound[bound.length - 1].output();
            }

            @Override
            public void begin(float[] sequence) {
                bound[0].begin(sequence);
            }

            @Override
            public void step(int time, boolean atZero, boolean @Nullable [] active) {
                bound[0].step(time, atZero, active);
                for (int i = 1; i < bound.length; i++) {
                    bound[i].begin(bound[i - 1].output());
                    bound[i].step(0, atZero, active);
                }
            }
        };
    }
}
