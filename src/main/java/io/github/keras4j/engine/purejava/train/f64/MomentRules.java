package io.github.keras4j.engine.purejava.train.f64;

import io.github.keras4j.engine.purejava.train.blueprint.Wide;
import io.github.keras4j.engine.purejava.train.f64.Parameters.Parameter;
import io.github.keras4j.model.training.Optimizer;
import io.github.keras4j.model.training.Optimizer.Style;
import java.util.List;
import java.util.Map;

/** The rules with running means of the gradient and of its square. */
final class MomentRules {
    private MomentRules() {}

    /** What the three share: moments and the numbers that move them. */
    abstract static class Moments extends UpdateRule {
        final double beta1;
        final double beta2;
        final double rest1;
        final double rest2;
        final double[] m;
        final double[] v;

        Moments(Optimizer optimizer, int n) {
            super(optimizer);
            beta1 = (double) optimizer.beta1();
            beta2 = (double) optimizer.beta2();
            // Keras 1 and 2 keep beta as a variable of the training's type and subtract there
            rest1 = modern ? (double) (1 - optimizer.beta1()) : 1 - beta1;
            rest2 = modern ? (double) (1 - optimizer.beta2()) : 1 - beta2;
            m = slot("m", n);
            v = slot("v", n);
        }

        double power(double base, long exponent) {
            return (double) Math.pow(cast(base), exponent);
        }
    }

    static final class Adam extends Moments {
        private final double[] vhat;

        Adam(Optimizer optimizer, int n) {
            super(optimizer, n);
            vhat = optimizer.amsgrad() ? slot("vhat", n) : new double[0];
        }

        @Override
        void update(int n, double[] p, double[] g, double[] r, long iteration, double lr) {
            double root = (double) Math.sqrt(1 - power(beta2, iteration + 1));
            double first = 1 - power(beta1, iteration + 1);
            double scaled = modern ? lr * root / first : lr * (root / first);
            if (vhat.length > 0) {
                amsgrad(n, p, g, r, scaled);
            } else if (modern) {
                Kernels.BEST.modernAdam(n, p, g, r, m, v, scaled, rest1, rest2, epsilon);
            } else {
                Kernels.BEST.adam(n, p, g, r, m, v, scaled, beta1, beta2, rest1, rest2, epsilon);
            }
        }

        private void amsgrad(int n, double[] p, double[] g, double[] r, double lr) {
            for (int i = 0; i < n; i++) {
                m[i] = modern ? m[i] + (g[i] - m[i]) * rest1 : beta1 * m[i] + rest1 * g[i];
                v[i] = modern ? v[i] + (r[i] * r[i] - v[i]) * rest2 : beta2 * v[i] + rest2 * (r[i] * r[i]);
                vhat[i] = Math.max(vhat[i], v[i]);
                p[i] -= lr * m[i] / ((double) Math.sqrt(vhat[i]) + epsilon);
            }
        }
    }

    /** The second moment is the infinity norm. */
    static final class Adamax extends Moments {
        Adamax(Optimizer optimizer, int n) {
            super(optimizer, n);
        }

        @Override
        void update(int n, double[] p, double[] g, double[] r, long iteration, double lr) {
            double scaled = lr / (1 - power(beta1, iteration + 1));
            for (int i = 0; i < n; i++) {
                m[i] = modern ? m[i] + (g[i] - m[i]) * rest1 : beta1 * m[i] + rest1 * g[i];
                v[i] = Math.max(beta2 * v[i], Math.abs(r[i]));
                p[i] -= scaled * m[i] / (v[i] + epsilon);
            }
        }
    }

    static final class Nadam extends Moments {
        private double schedule = 1;

        /** Where each weight ends, one after the other. */
        private final List<Parameter> weights;

        private final boolean perWeight;

        Nadam(Optimizer optimizer, Parameters parameters) {
            super(optimizer, parameters.trained);
            weights = parameters.all().stream().filter(parameters::isTrained).toList();
            perWeight = optimizer.style() == Style.MODERN_TF;
        }

        private double momentumAt(long step, double beta, double base) {
            double faded = (double) Math.pow(base, step * (double) optimizer.scheduleDecay());
            return beta * (1 - (double) 0.5 * faded);
        }

        private double momentumAt(long step) {
            boolean rounded = modern || optimizer.style() == Style.LEGACY; // tf.cast(0.96, float64)
            return momentumAt(step, cast(beta1), rounded ? (float) 0.96 : (double) 0.96);
        }

        @Override
        void update(int n, double[] p, double[] g, double[] r, long iteration, double lr) {
            double now = momentumAt(iteration + 1);
            double next = momentumAt(iteration + 2);
            double second = 1 - power(beta2, iteration + 1);
            if (!perWeight) {
                // Keras 3 multiplies its product in _backend_update_step, by numbers that are not rounded
                schedule *= optimizer.style() == Style.LEGACY ? now : momentumAt(iteration + 1, beta1, (double) 0.96);
                move(0, n, p, g, r, now, next, second, lr);
                return;
            }
            for (int k = 0; k < weights.size(); k++) {
                // Its counter, one more per weight, is compared with the update's number plus two. The counter went
                // once through all weights when the variables were made, and again for each shape of a batch.
                if (weights.size() * (batchShape + 1) + k + 1 != iteration + 2) {
                    schedule *= now;
                }
                int from = weights.get(k).offset();
                move(from, from + weights.get(k).size(), p, g, r, now, next, second, lr);
            }
        }

        private void move(
                int from,
                int to,
                double[] p,
                double[] g,
                double[] r,
                double now,
                double next,
                double second,
                double lr) {
            double product = schedule;
            double productNext = product * next;
            double left1 = modern ? 1 - cast(beta1) : rest1;
            double left2 = modern ? 1 - cast(beta2) : rest2;
            for (int i = from; i < to; i++) {
                m[i] += (g[i] - m[i]) * left1;
                v[i] += (r[i] * r[i] - v[i]) * left2;
                double bar = (1 - now) * (g[i] / (1 - product)) + next * (m[i] / (1 - productNext));
                p[i] -= lr * bar / ((double) Math.sqrt(v[i] / second) + epsilon);
            }
        }

        @Override
        Map<String, Double> scalars() {
            return Map.of("m_schedule", Wide.of(schedule));
        }

        @Override
        void setScalars(Map<String, Double> scalars) {
            schedule = (double) scalars.getOrDefault("m_schedule", 1.0).doubleValue();
        }
    }
}
