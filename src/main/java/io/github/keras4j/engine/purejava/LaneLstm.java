package io.github.keras4j.engine.purejava;

import io.github.keras4j.model.Activation;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An LSTM over a batch whose samples lie side by side, one per vector lane: a panel's inputs and states are {@code
 * [in + units][lanes]}, so that one product gives all gates without any packing, whatever the number of units.
 */
final class LaneLstm implements CompiledCell.BoundCell {
    /** Weights of so many numbers stay in the second-level cache; panels then go through a step one by one. */
    private static final int SMALL = 1 << 15;

    private final LaneWeights weights;
    private final Activation activation;
    private final Activation recurrentActivation;
    private final Kernels kernels;
    private final int in;
    private final int units;
    private final int batch;
    private final int steps;
    private final int lanes;
    private final int panels;
    private final float[][] states;
    private final float[] inner;
    private final float[] c;
    private final float[] sums;
    private float[] x = {};
    private boolean first;

    /** @param weights gates i, f, o, c; columns of the input first, then of the state */
    LaneLstm(
            LaneWeights weights,
            int units,
            Activation activation,
            Activation recurrentActivation,
            int batch,
            int steps,
            Kernels kernels,
            float[][] states) {
        this.weights = weights;
        this.activation = activation;
        this.recurrentActivation = recurrentActivation;
        this.kernels = kernels;
        this.units = units;
        in = weights.depth() - units;
        this.batch = batch;
        this.steps = steps;
        this.states = states;
        lanes = kernels.lanes();
        panels = (batch + lanes - 1) / lanes;
        inner = new float[panels * weights.depth() * lanes];
        c = new float[panels * units * lanes];
        sums = new float[panels * weights.rows() * lanes];
    }

    @Override
    public float[] output() {
        return states[0];
    }

    @Override
    public void begin(float[] sequence) {
        x = sequence;
        first = true;
    }

    @Override
    public void step(int time, boolean atZero, boolean @Nullable [] active) {
        if (first) {
            first = false;
            if (atZero) {
                Arrays.fill(c, 0);
            } else {
                move(states[1], units, 0, units, c, 0, units);
                move(states[0], units, 0, units, inner, in, weights.depth());
            }
        }
        move(x, steps * in, time * in, in, inner, 0, weights.depth());
        int k = atZero ? in : weights.depth();
        int group = weights.packed().length <= SMALL ? 1 : panels;
        for (int panel = 0; panel < panels; panel += group) {
            kernels.laneProducts(
                    weights,
                    k,
                    group,
                    inner,
                    panel * weights.depth() * lanes,
                    weights.depth() * lanes,
                    sums,
                    panel * weights.rows() * lanes,
                    weights.rows() * lanes);
            for (int i = panel; i < panel + group; i++) {
                activate(i);
            }
        }
    }

    private void activate(int panel) {
        int n = units * lanes;
        int at = panel * weights.rows() * lanes;
        int h = (panel * weights.depth() + in) * lanes;
        kernels.lstm(n, activation, recurrentActivation, sums, at, n, c, panel * n, inner, h);
    }

    /** Rows of samples, {@code size} numbers of each, into lanes: row {@code first} of panels that are {@code depth} deep. */
    private void move(float[] rows, int stride, int at, int size, float[] to, int first, int depth) {
        for (int row = 0; row < batch; row++) {
            int from = row * stride + at;
            int into = (row / lanes * depth + first) * lanes + row % lanes;
            for (int i = 0; i < size; i++, into += lanes) {
                to[into] = rows[from + i];
            }
        }
    }

    @Override
    public void publish(boolean all) {
        back(inner, in, weights.depth(), states[0]);
        if (all) {
            back(c, 0, units, states[1]);
        }
    }

    private void back(float[] from, int first, int depth, float[] rows) {
        for (int row = 0; row < batch; row++) {
            int at = (row / lanes * depth + first) * lanes + row % lanes;
            for (int i = 0; i < units; i++, at += lanes) {
                rows[row * units + i] = from[at];
            }
        }
    }
}
