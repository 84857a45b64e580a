package io.github.keras4j.engine.purejava.train.f64;

import io.github.keras4j.engine.purejava.train.blueprint.PointFunction;
import io.github.keras4j.engine.purejava.train.blueprint.Wide;

/** A function of single numbers, computed in float64 and rounded once. */
public final class Pointwise extends Nonlinearity {
    private final PointFunction function;

    public Pointwise(PointFunction function) {
        this.function = function;
    }

    @Override
    public void apply(int n, double[] x, double[] y, int at) {
        for (int i = at; i < at + n; i++) {
            y[i] = (double) function.value(Wide.of(x[i]));
        }
    }

    @Override
    public void chain(int n, double[] x, double[] y, double[] dy, int at) {
        for (int i = at; i < at + n; i++) {
            dy[i] *= (double) function.slope(Wide.of(x[i]));
        }
    }
}
