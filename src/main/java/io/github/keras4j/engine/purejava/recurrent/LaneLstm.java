package io.github.keras4j.engine.purejava.recurrent;

import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.kernels.LaneWeights;
import io.github.keras4j.model.Activation;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An LSTM over a batch whose samples lie side by side, one per vector lane: a panel's inputs and states are {@code
 * [depth][lanes]}, so that one product gives all gates without any packing, whatever the number of units.
 */
final class LaneLstm implements CompiledCell.BoundCell {
    /** Weights of so many numbers stay in the second-level cache; panels then go through a step one by one. */
    private static final int SMALL = 1 << 15;

    private final LaneWeights weights;
    private final boolean finite;
    private final Activation activation;
    private final Activation recurrentActivation;
    private final Kernels kernels;
    private final int in;
    private final int units;
    private final int batch;
    private final int steps;
    private final int lanes;
    private final int panels;
    /** How many panels go through a step together. */
    private final int group;

    private final float[][] states;
    private final float[] inner;
    private final float[] c;
    private final float[] sums;
    private float[] x = {};
    private boolean first;

    /**
     * @param weights gates f, i, o, c; columns of the input first, then of the state
     * @param finite whether f may be left out where c is zero
     */
    LaneLstm(
            LaneWeights weights,
            int in,
            int units,
            boolean finite,
            Activation activation,
            Activation recurrentActivation,
            int batch,
            int steps,
            Kernels kernels,
            float[][] states) {
        this.weights = weights;
        this.finite = finite;
        this.activation = activation;
        this.recurrentActivation = recurrentActivation;
        this.kernels = kernels;
        this.units = units;
        this.in = in;
        this.batch = batch;
        this.steps = steps;
        this.states = states;
        lanes = kernels.lanes();
        panels = (batch + lanes - 1) / lanes;
        inner = new float[panels * weights.depth() * lanes];
        c = new float[panels * units * lanes];
        group = weights.packed().length <= SMALL ? 1 : panels;
        sums = new float[group * weights.rows() * lanes];
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
            if (!atZero) {
                move(states[1], units, 0, units, c, 0, units);
                move(states[0], units, 0, units, inner, weights.in(), weights.depth());
            }
        }
        boolean skips = atZero && finite && LstmCell.isFinite(batch, x, steps * in, time * in, in);
        if (atZero && !skips) {
            Arrays.fill(c, 0);
        }
        move(x, steps * in, time * in, in, inner, 0, weights.depth());
        int k = atZero ? weights.in() : weights.depth();
        for (int panel = 0; panel < panels; panel += group) {
            kernels.laneProducts(
                    weights,
                    k,
                    group,
                    inner,
                    panel * weights.depth() * lanes,
                    weights.depth() * lanes,
                    sums,
                    0,
                    weights.rows() * lanes);
            for (int i = panel; i < panel + group; i++) {
                activate(i, (i - panel) * weights.rows() * lanes, skips);
            }
        }
    }

    private void activate(int panel, int at, boolean fromZero) {
        int n = units * lanes;
        int h = (panel * weights.depth() + weights.in()) * lanes;
        kernels.lstm(n, activation, recurrentActivation, sums, at, n, fromZero, c, panel * n, inner, h);
    }

    /** Rows of samples, {@code size} numbers of each, into lanes: row {@code first} of panels that are {@code depth} deep. */
    private void move(float[] rows, int stride, int at, int size, float[] to, int first, int depth) {
        for (int panel = 0, row = 0; row < batch; panel++) {
            int into = (panel * depth + first) * lanes;
            int from = row * stride + at;
            int count = Math.min(lanes, batch - row);
            for (int i = 0; i < size; i++) {
                for (int lane = 0; lane < count; lane++) {
                    to[into + i * lanes + lane] = rows[from + lane * stride + i];
                }
            }
            row += count;
        }
    }

    @Override
    public void publish(boolean all) {
        back(inner, weights.in(), weights.depth(), states[0]);
        if (all) {
            back(c, 0, units, states[1]);
        }
    }

    private void back(float[] from, int first, int depth, float[] rows) {
        for (int panel = 0, row = 0; row < batch; panel++) {
            int at = (panel * depth + first) * lanes;
            int count = Math.min(lanes, batch - row);
            for (int lane = 0; lane < count; lane++) {
                int to = (row + lane) * units;
                for (int i = 0, source = at + lane; i < units; i++, source += lanes) {
                    rows[to + i] = from[source];
                }
            }
            row += count;
        }
    }
}
