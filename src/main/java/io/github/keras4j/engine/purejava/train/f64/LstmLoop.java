package io.github.keras4j.engine.purejava.train.f64;

import java.util.Arrays;

/** LSTM, gates i, f, c, o: c' = f c + i g, h' = o act(c'). */
final class LstmLoop extends CellLoop {
    private final Nonlinearity activation;
    private final Nonlinearity recurrentActivation;
    private final double[] c;
    /** act(c) and its gradient, laid out as {@link #c}. */
    private final double[] squashed;

    private final double[] dSquashed;
    private final double[] dc;

    LstmLoop(Spec spec, Nonlinearity activation, Nonlinearity recurrentActivation) {
        super(spec, 4);
        this.activation = activation;
        this.recurrentActivation = recurrentActivation;
        c = new double[h.length];
        squashed = new double[h.length];
        dSquashed = new double[h.length];
        dc = new double[batch * units];
    }

    @Override
    double[][] states() {
        return new double[][] {h, c};
    }

    @Override
    void step(int t) {
        int u = units;
        int from = t * batch * u;
        Kernels.multiplyAdd(
                batch, u, width, h, from, u, parameters.value, recurrent, width, pre, t * batch * width, width);
        for (int b = 0; b < batch; b++) {
            int gate = (t * batch + b) * width;
            int before = from + b * u;
            int after = before + batch * u;
            recurrentActivation.apply(2 * u, pre, gates, gate);
            activation.apply(u, pre, gates, gate + 2 * u);
            recurrentActivation.apply(u, pre, gates, gate + 3 * u);
            for (int j = 0; j < u; j++) {
                c[after + j] = gates[gate + u + j] * c[before + j] + gates[gate + j] * gates[gate + 2 * u + j];
            }
            activation.apply(u, c, squashed, after);
            for (int j = 0; j < u; j++) {
                h[after + j] = gates[gate + 3 * u + j] * squashed[after + j];
            }
        }
    }

    @Override
    void beginBack() {
        super.beginBack();
        Arrays.fill(dc, 0);
    }

    @Override
    void stepBack(int t, boolean[] live) {
        int u = units;
        Arrays.fill(dhBefore, 0);
        for (int b = 0; b < batch; b++) {
            int gate = (t * batch + b) * width;
            int before = (t * batch + b) * u;
            int after = before + batch * u;
            int row = b * u;
            if (!isLive(live, t * batch + b)) {
                Arrays.fill(dpre, gate, gate + width, 0);
                System.arraycopy(dh, row, dhBefore, row, u);
                continue;
            }
            for (int j = 0; j < u; j++) {
                dpre[gate + 3 * u + j] = dh[row + j] * squashed[after + j];
                dSquashed[after + j] = dh[row + j] * gates[gate + 3 * u + j];
            }
            activation.chain(u, c, squashed, dSquashed, after);
            for (int j = 0; j < u; j++) {
                double d = dc[row + j] + dSquashed[after + j];
                dpre[gate + j] = d * gates[gate + 2 * u + j];
                dpre[gate + u + j] = d * c[before + j];
                dpre[gate + 2 * u + j] = d * gates[gate + j];
                dc[row + j] = d * gates[gate + u + j];
            }
            recurrentActivation.chain(2 * u, pre, gates, dpre, gate);
            activation.chain(u, pre, gates, dpre, gate + 2 * u);
            recurrentActivation.chain(u, pre, gates, dpre, gate + 3 * u);
        }
        if (t > 0) {
            Kernels.multiplyTransposedAdd(
                    batch,
                    u,
                    width,
                    dpre,
                    t * batch * width,
                    width,
                    parameters.value,
                    recurrent,
                    width,
                    dhBefore,
                    0,
                    u);
        }
        System.arraycopy(dhBefore, 0, dh, 0, dh.length);
    }

    @Override
    void recurrentGradients() {
        Kernels.outerAdd(
                steps * batch, units, width, h, 0, units, dpre, 0, width, parameters.gradient, recurrent, width);
    }
}
