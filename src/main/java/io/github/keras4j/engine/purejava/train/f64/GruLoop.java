package io.github.keras4j.engine.purejava.train.f64;

import java.util.Arrays;

/**
 * GRU, gates z, r, h: h' = z h + (1 - z) g. The reset gate works on h before it is multiplied, g = act(x K + b + (r h)
 * U), or with {@code resetAfter} on what came of it, g = act(x K + b + r (h U + b2)).
 */
public final class GruLoop extends CellLoop {
    private final Nonlinearity activation;
    private final Nonlinearity recurrentActivation;
    private final boolean resetAfter;
    /** resetAfter: h U + b2, {@code [steps][batch][3 units]}, and its gradient. */
    private final double[] inner;

    private final double[] dInner;
    /** Otherwise: r h, {@code [steps][batch][units]}, and its gradient for one row. */
    private final double[] reset;

    private final double[] dReset;

    public GruLoop(Spec spec, Nonlinearity activation, Nonlinearity recurrentActivation, boolean resetAfter) {
        super(spec, 3);
        this.activation = activation;
        this.recurrentActivation = recurrentActivation;
        this.resetAfter = resetAfter;
        inner = new double[resetAfter ? pre.length : 0];
        dInner = new double[resetAfter ? pre.length : 0];
        reset = new double[resetAfter ? 0 : steps * batch * units];
        dReset = new double[units];
    }

    @Override
    public double[][] states() {
        return new double[][] {h};
    }

    @Override
    public void step(int t) {
        int u = units;
        double[] w = parameters.value;
        for (int b = 0; b < batch; b++) {
            int row = t * batch + b;
            int gate = row * width;
            int before = row * u;
            int after = before + batch * u;
            if (resetAfter) {
                Arrays.fill(inner, gate, gate + width, 0);
                bias.ifPresent(both -> Kernels.BEST.add(width, w, both.offset() + width, inner, gate));
                Kernels.BEST.multiplyAdd(1, u, width, h, before, u, w, recurrent, width, inner, gate, width);
                Kernels.BEST.add(2 * u, inner, gate, pre, gate);
                recurrentActivation.apply(2 * u, pre, gates, gate);
                for (int j = 0; j < u; j++) {
                    pre[gate + 2 * u + j] += gates[gate + u + j] * inner[gate + 2 * u + j];
                }
            } else {
                Kernels.BEST.multiplyAdd(1, u, 2 * u, h, before, u, w, recurrent, width, pre, gate, width);
                recurrentActivation.apply(2 * u, pre, gates, gate);
                for (int j = 0; j < u; j++) {
                    reset[before + j] = gates[gate + u + j] * h[before + j];
                }
                Kernels.BEST.multiplyAdd(
                        1, u, u, reset, before, u, w, recurrent + 2 * u, width, pre, gate + 2 * u, width);
            }
            activation.apply(u, pre, gates, gate + 2 * u);
            for (int j = 0; j < u; j++) {
                double z = gates[gate + j];
                h[after + j] = z * h[before + j] + (1 - z) * gates[gate + 2 * u + j];
            }
        }
    }

    @Override
    public void stepBack(int t, boolean[] live) {
        int u = units;
        double[] w = parameters.value;
        Arrays.fill(dhBefore, 0);
        for (int b = 0; b < batch; b++) {
            int rowOfState = b * u;
            int gate = (t * batch + b) * width;
            int before = (t * batch + b) * u;
            if (!isLive(live, t * batch + b)) {
                Arrays.fill(dpre, gate, gate + width, 0);
                if (resetAfter) {
                    Arrays.fill(dInner, gate, gate + width, 0);
                }
                System.arraycopy(dh, rowOfState, dhBefore, rowOfState, u);
                continue;
            }
            for (int j = 0; j < u; j++) {
                double d = dh[rowOfState + j];
                dpre[gate + j] = d * (h[before + j] - gates[gate + 2 * u + j]);
                dpre[gate + 2 * u + j] = d * (1 - gates[gate + j]);
                dhBefore[rowOfState + j] = d * gates[gate + j];
            }
            activation.chain(u, pre, gates, dpre, gate + 2 * u);
            if (resetAfter) {
                for (int j = 0; j < u; j++) {
                    dpre[gate + u + j] = dpre[gate + 2 * u + j] * inner[gate + 2 * u + j];
                    dInner[gate + 2 * u + j] = dpre[gate + 2 * u + j] * gates[gate + u + j];
                }
            } else {
                Arrays.fill(dReset, 0);
                Kernels.BEST.multiplyTransposedAdd(
                        1, u, u, dpre, gate + 2 * u, width, w, recurrent + 2 * u, width, dReset, 0, u);
                for (int j = 0; j < u; j++) {
                    dpre[gate + u + j] = dReset[j] * h[before + j];
                    dhBefore[rowOfState + j] += dReset[j] * gates[gate + u + j];
                }
            }
            recurrentActivation.chain(2 * u, pre, gates, dpre, gate);
            if (resetAfter) {
                System.arraycopy(dpre, gate, dInner, gate, 2 * u);
                Kernels.BEST.multiplyTransposedAdd(
                        1, u, width, dInner, gate, width, w, recurrent, width, dhBefore, rowOfState, u);
            } else {
                Kernels.BEST.multiplyTransposedAdd(
                        1, u, 2 * u, dpre, gate, width, w, recurrent, width, dhBefore, rowOfState, u);
            }
        }
        System.arraycopy(dhBefore, 0, dh, 0, dh.length);
    }

    @Override
    public void recurrentGradients() {
        int u = units;
        if (resetAfter) {
            outerAdd(h, dInner, 0, width, recurrent);
            bias.ifPresent(both ->
                    Kernels.BEST.sumRows(steps * batch, width, dInner, 0, parameters.gradient, both.offset() + width));
        } else {
            outerAdd(h, dpre, 0, 2 * u, recurrent);
            outerAdd(reset, dpre, 2 * u, u, recurrent + 2 * u);
        }
    }
}
