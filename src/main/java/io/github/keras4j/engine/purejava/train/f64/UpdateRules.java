package io.github.keras4j.engine.purejava.train.f64;

import io.github.keras4j.model.training.Optimizer;
import io.github.keras4j.model.training.Optimizer.Style;
import java.util.Arrays;

/** The rules without running means of the gradient itself. */
final class UpdateRules {
    private UpdateRules() {}

    static final class Sgd extends UpdateRule {
        private final double momentum;
        private final double[] m;

        Sgd(Optimizer optimizer, int n) {
            super(optimizer);
            momentum = cast((double) optimizer.momentum());
            m = slot("momentum", n);
        }

        @Override
        void update(int n, double[] p, double[] g, double[] r, long iteration, double lr) {
            if (optimizer.nesterov()) {
                for (int i = 0; i < n; i++) {
                    double step = lr * g[i];
                    m[i] = momentum * m[i] - step;
                    p[i] += momentum * m[i] - step;
                }
            } else {
                for (int i = 0; i < n; i++) {
                    m[i] = momentum * m[i] - lr * g[i];
                    p[i] += m[i];
                }
            }
        }
    }

    static final class RmsProp extends UpdateRule {
        private final double rho;
        private final double momentum;
        private final double[] a;
        private final double[] mean;
        private final double[] m;

        RmsProp(Optimizer optimizer, int n) {
            super(optimizer);
            rho = (double) optimizer.rho();
            momentum = (double) optimizer.momentum();
            a = slot("accumulator", n);
            m = momentum > 0 ? slot("momentum", n) : new double[0];
            mean = optimizer.centered() ? slot("mean", n) : new double[0];
        }

        @Override
        void update(int n, double[] p, double[] g, double[] r, long iteration, double lr) {
            double rest = (double) (1 - optimizer.rho());
            for (int i = 0; i < n; i++) {
                a[i] = rho * a[i] + rest * (r[i] * r[i]);
            }
            // the legacy kernel with a momentum has the epsilon under the root, the one without has not
            boolean inside = modern || m.length > 0;
            if (!inside && mean.length == 0) {
                for (int i = 0; i < n; i++) {
                    p[i] -= lr * g[i] / ((double) Math.sqrt(a[i]) + epsilon);
                }
                return;
            }
            for (int i = 0; i < n; i++) {
                double square = a[i];
                if (mean.length > 0) {
                    mean[i] = rho * mean[i] + rest * g[i];
                    square -= mean[i] * mean[i];
                }
                double root = inside ? (double) Math.sqrt(square + epsilon) : (double) Math.sqrt(square) + epsilon;
                double step = lr * g[i] / root;
                if (m.length > 0) {
                    m[i] = momentum * m[i] + step;
                    step = m[i];
                }
                p[i] -= step;
            }
        }
    }

    static final class Adagrad extends UpdateRule {
        private final double[] a;

        Adagrad(Optimizer optimizer, int n) {
            super(optimizer);
            a = slot("accumulator", n);
            boolean rounded = optimizer.style() == Style.MODERN; // Keras 3's Constant goes through ops.cast
            Arrays.fill(a, rounded ? (float) optimizer.initialAccumulator() : (double) optimizer.initialAccumulator());
        }

        @Override
        void update(int n, double[] p, double[] g, double[] r, long iteration, double lr) {
            for (int i = 0; i < n; i++) {
                a[i] += r[i] * r[i];
            }
            if (modern) {
                for (int i = 0; i < n; i++) {
                    p[i] -= lr * g[i] / (double) Math.sqrt(a[i] + epsilon);
                }
            } else {
                for (int i = 0; i < n; i++) {
                    p[i] -= lr * g[i] / ((double) Math.sqrt(a[i]) + epsilon);
                }
            }
        }
    }

    static final class Adadelta extends UpdateRule {
        private final double rho;
        private final double[] a;
        private final double[] d;

        Adadelta(Optimizer optimizer, int n) {
            super(optimizer);
            rho = (double) optimizer.rho();
            a = slot("accumulator", n);
            d = slot("delta_accumulator", n);
        }

        @Override
        void update(int n, double[] p, double[] g, double[] r, long iteration, double lr) {
            double rest = (double) (1 - optimizer.rho());
            for (int i = 0; i < n; i++) {
                a[i] = rho * a[i] + rest * (r[i] * r[i]);
                double root = (double) Math.sqrt(d[i] + epsilon);
                double other = (double) Math.sqrt(a[i] + epsilon);
                double step = r[i] * root / other;
                p[i] -= lr * (g[i] * root / other);
                d[i] = rho * d[i] + rest * (step * step);
            }
        }
    }
}
