package io.github.keras4j.engine.purejava.train.f64;

import java.util.Arrays;

/** LSTM, gates i, f, c, o: c' = f c + i g, h' = o act(c'). */
public final class LstmLoop extends CellLoop {
    private final Nonlinearity activation;
    private final Nonlinearity recurrentActivation;
    private final double[] c;
    /** act(c) and its gradient, laid out as {@link #c}. */
    private final double[] squashed;

    private final double[] dSquashed;
    private final double[] dc;

    public LstmLoop(Spec spec, Nonlinearity activation, Nonlinearity recurrentActivation) {
        super(spec, 4);
        this.activation = activation;
        this.recurrentActivation = recurrentActivation;
        c = new double[h.length];
        squashed = new double[h.length];
        dSquashed = new double[h.length];
        dc = new double[batch * units];
    }

    @Override
    public double[][] states() {
        return new double[][] {h, c};
    }

    @Override
    public void step(int t) {
        int u = units;
        int from = t * batch * u;
        if (!isZeroBefore(t)) {
            int at = t * batch * width;
            Kernels.BEST.multiplyAdd(batch, u, width, h, from, u, parameters.value, recurrent, width, pre, at, width);
        }
        for (int b = 0; b < batch; b++) {
            int gate = (t * batch + b) * width;
            int before = from + b * u;
            int after = before + batch * u;
            recurrentActivation.apply(2 * u, pre, gates, gate);
            activation.apply(u, pre, gates, gate + 2 * u);
            recurrentActivation.apply(u, pre, gates, gate + 3 * u);
            Kernels.BEST.lstmState(u, gates, gate, c, before, after);
            activation.apply(u, c, squashed, after);
            Kernels.BEST.multiply(u, gates, gate + 3 * u, squashed, after, h, after);
        }
    }

    @Override
    public void beginBack() {
        super.beginBack();
        Arrays.fill(dc, 0);
    }

    @Override
    public void stepBack(int t, boolean[] live) {
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
            Kernels.BEST.multiply(u, dh, row, squashed, after, dpre, gate + 3 * u);
            Kernels.BEST.multiply(u, dh, row, gates, gate + 3 * u, dSquashed, after);
            activation.chain(u, c, squashed, dSquashed, after);
            Kernels.BEST.lstmBack(u, gates, dpre, gate, c, before, dSquashed, after, dc, row);
            recurrentActivation.chain(2 * u, pre, gates, dpre, gate);
            activation.chain(u, pre, gates, dpre, gate + 2 * u);
            recurrentActivation.chain(u, pre, gates, dpre, gate + 3 * u);
        }
        if (t > 0) {
            backThroughKernel(dpre, t * batch * width);
        }
        System.arraycopy(dhBefore, 0, dh, 0, dh.length);
    }

    @Override
    public void recurrentGradients() {
        outerAdd(h, dpre, 0, width, recurrent);
    }
}
