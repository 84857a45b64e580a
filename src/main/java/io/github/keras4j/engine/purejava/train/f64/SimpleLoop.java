package io.github.keras4j.engine.purejava.train.f64;

import java.util.Arrays;

/** h' = act(x K + b + h U). */
public final class SimpleLoop extends CellLoop {
    private final Nonlinearity activation;

    public SimpleLoop(Spec spec, Nonlinearity activation) {
        super(spec, 1);
        this.activation = activation;
    }

    @Override
    public double[][] states() {
        return new double[][] {h};
    }

    @Override
    public void step(int t) {
        int at = t * batch * units;
        if (!isZeroBefore(t)) {
            double[] w = parameters.value;
            Kernels.BEST.multiplyAdd(batch, units, units, h, at, units, w, recurrent, units, pre, at, units);
        }
        activation.apply(batch * units, pre, gates, at);
        System.arraycopy(gates, at, h, at + batch * units, batch * units);
    }

    @Override
    public void stepBack(int t, boolean[] live) {
        int at = t * batch * units;
        Arrays.fill(dhBefore, 0);
        System.arraycopy(dh, 0, dpre, at, dh.length);
        activation.chain(batch * units, pre, gates, dpre, at);
        for (int b = 0; b < batch; b++) {
            if (!isLive(live, t * batch + b)) {
                Arrays.fill(dpre, at + b * units, at + (b + 1) * units, 0);
                System.arraycopy(dh, b * units, dhBefore, b * units, units);
            }
        }
        backThroughKernel(dpre, at);
        System.arraycopy(dhBefore, 0, dh, 0, dh.length);
    }

    @Override
    public void recurrentGradients() {
        outerAdd(h, dpre, 0, units, recurrent);
    }
}
