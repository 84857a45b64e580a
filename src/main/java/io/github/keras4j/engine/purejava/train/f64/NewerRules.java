package io.github.keras4j.engine.purejava.train.f64;

import io.github.keras4j.engine.purejava.train.f64.Parameters.Parameter;
import io.github.keras4j.model.training.Optimizer;
import io.github.keras4j.model.training.Optimizer.Style;
import io.github.keras4j.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/** Lion, Ftrl, Lamb and Adafactor. */
final class NewerRules {
    private NewerRules() {}

    static final class Lion extends UpdateRule {
        private final double[] m;

        Lion(Optimizer optimizer, int n) {
            super(optimizer);
            m = slot("m", n);
        }

        @Override
        void update(int n, double[] p, double[] g, double[] r, long iteration, double lr) {
            double beta1 = cast((double) optimizer.beta1());
            double beta2 = cast((double) optimizer.beta2());
            for (int i = 0; i < n; i++) {
                p[i] -= lr * Math.signum(m[i] * beta1 + g[i] * (1 - beta1));
                m[i] = m[i] * beta2 + g[i] * (1 - beta2);
            }
        }
    }

    static final class Ftrl extends UpdateRule {
        private final double[] a;
        private final double[] linear;

        Ftrl(Optimizer optimizer, int n) {
            super(optimizer);
            a = slot("accumulator", n);
            linear = slot("linear", n);
            // both generations fill it with a float32; the kernel of the legacy one's initializer does not
            boolean rounded = optimizer.style() != Style.LEGACY;
            Arrays.fill(a, rounded ? (float) optimizer.initialAccumulator() : (double) optimizer.initialAccumulator());
        }

        @Override
        void update(int n, double[] p, double[] g, double[] r, long iteration, double lr) {
            double power = (double) -optimizer.ftrl().learningRatePower();
            double l1 = (double) optimizer.ftrl().l1();
            double l2 =
                    (double) optimizer.ftrl().l2() + (double) optimizer.ftrl().beta() / (2 * lr);
            double shrinkage = 2 * (double) optimizer.ftrl().l2Shrinkage();
            for (int i = 0; i < n; i++) {
                double more = a[i] + r[i] * r[i];
                double now = (double) Math.pow(more, power);
                linear[i] += g[i] + shrinkage * p[i] - (now - (double) Math.pow(a[i], power)) / lr * p[i];
                double quadratic = now / lr + 2 * l2;
                p[i] = (Math.min(Math.max(linear[i], -l1), l1) - linear[i]) / quadratic;
                a[i] = more;
            }
        }
    }

    /** Adam's step, made as long as the weight that it changes. */
    static final class Lamb extends UpdateRule {
        private final List<Parameter> weights;
        private final double[] m;
        private final double[] v;
        private final double[] step;

        Lamb(Optimizer optimizer, Parameters parameters) {
            super(optimizer);
            weights = parameters.all().stream().filter(parameters::isTrained).toList();
            m = slot("m", parameters.trained);
            v = slot("v", parameters.trained);
            step = new double[parameters.trained];
        }

        @Override
        void update(int n, double[] p, double[] g, double[] r, long iteration, double lr) {
            double first = 1 - (double) Math.pow(cast((double) optimizer.beta1()), iteration + 1);
            double second = 1 - (double) Math.pow(cast((double) optimizer.beta2()), iteration + 1);
            double rest1 = (double) (1 - optimizer.beta1());
            double rest2 = (double) (1 - optimizer.beta2());
            for (int i = 0; i < n; i++) {
                m[i] += (g[i] - m[i]) * rest1;
                v[i] += (r[i] * r[i] - v[i]) * rest2;
                step[i] = m[i] / first / ((double) Math.sqrt(v[i] / second) + epsilon);
            }
            for (Parameter weight : weights) {
                int from = weight.offset();
                int to = from + weight.size();
                double ratio = length(p, from, to);
                double own = length(step, from, to);
                ratio = ratio > 0 && own > 0 ? ratio / own : 1;
                for (int i = from; i < to; i++) {
                    p[i] -= ratio * lr * step[i];
                }
            }
        }

        private static double length(double[] values, int from, int to) {
            double squares = 0;
            for (int i = from; i < to; i++) {
                squares += values[i] * values[i];
            }
            return (double) Math.sqrt(squares);
        }
    }

    /**
     * Second moments of a matrix as a row's and a column's (optimizers/adafactor.py of Keras 3). The slots {@code r} and
     * {@code c} are shorter than their weight; their numbers are the first of its place.
     */
    static final class Adafactor extends UpdateRule {
        private final List<Parameter> weights;
        private final double[] rows;
        private final double[] columns;
        private final double[] v;
        private final double[] step;

        Adafactor(Optimizer optimizer, Parameters parameters) {
            super(optimizer);
            weights = parameters.all().stream().filter(parameters::isTrained).toList();
            rows = slot("r", parameters.trained);
            columns = slot("c", parameters.trained);
            v = slot("v", parameters.trained);
            step = new double[parameters.trained];
        }

        @Override
        Shape slotShape(String name, Shape weight) {
            int rank = weight.rank();
            if (name.equals("v") || !name.equals("r") && !name.equals("c")) {
                return weight;
            }
            if (rank < 2) {
                return Shape.of();
            }
            int[] sizes = weight.sizes();
            if (name.equals("r")) {
                return Shape.of(Arrays.copyOf(sizes, rank - 1));
            }
            int[] shorter = Arrays.copyOf(sizes, rank - 1);
            shorter[rank - 2] = sizes[rank - 1];
            return Shape.of(shorter);
        }

        @Override
        void update(int n, double[] p, double[] g, double[] r, long iteration, double lr) {
            double local = iteration + 1;
            double least = 1 / (double) Math.sqrt(local);
            boolean relative =
                    optimizer.adafactor().relativeStep() && optimizer.schedule().isEmpty();
            double relativeRate = Math.min(relative ? Math.min(lr, least) : lr, least);
            double beta = 1 - (double) Math.pow(local, optimizer.adafactor().beta2Decay());
            double epsilon1 = (double) optimizer.adafactor().epsilon1();
            double epsilon2 = (float) optimizer.adafactor().epsilon2(); // tf.cast makes a float32 of it first
            double threshold = (double) optimizer.adafactor().clipThreshold();
            for (Parameter weight : weights) {
                int from = weight.offset();
                int to = from + weight.size();
                double alpha = Math.max(epsilon2, rootMeanSquare(p, from, to)) * relativeRate;
                moments(weight, r, beta, epsilon1);
                for (int i = from; i < to; i++) {
                    step[i] = g[i] / (double) Math.sqrt(v[i]);
                }
                double clip = Math.max(1, rootMeanSquare(step, from, to) / threshold);
                for (int i = from; i < to; i++) {
                    p[i] -= alpha * (step[i] / clip);
                }
            }
        }

        private static double rootMeanSquare(double[] values, int from, int to) {
            double squares = 0;
            for (int i = from; i < to; i++) {
                squares += values[i] * values[i];
            }
            return (double) Math.sqrt(squares / (to - from));
        }

        private void moments(Parameter weight, double[] g, double beta, double epsilon1) {
            int at = weight.offset();
            int rank = weight.shape().rank();
            if (rank < 2) {
                for (int i = at; i < at + weight.size(); i++) {
                    v[i] = beta * v[i] + (1 - beta) * (g[i] * g[i] + epsilon1);
                }
                return;
            }
            int wide = weight.shape().size(-1);
            int high = weight.shape().size(rank - 2);
            for (int matrix = 0; matrix * high * wide < weight.size(); matrix++) {
                matrix(
                        at + matrix * high * wide,
                        at + matrix * high,
                        at + matrix * wide,
                        high,
                        wide,
                        g,
                        beta,
                        epsilon1);
            }
        }

        private void matrix(int at, int row, int column, int high, int wide, double[] g, double beta, double epsilon1) {
            double mean = 0;
            for (int i = 0; i < high; i++) {
                double sum = 0;
                for (int j = 0; j < wide; j++) {
                    double square = g[at + i * wide + j];
                    sum += square * square + epsilon1;
                }
                rows[row + i] = beta * rows[row + i] + (1 - beta) * (sum / wide);
                mean += rows[row + i] / high;
            }
            for (int j = 0; j < wide; j++) {
                double sum = 0;
                for (int i = 0; i < high; i++) {
                    double square = g[at + i * wide + j];
                    sum += square * square + epsilon1;
                }
                columns[column + j] = beta * columns[column + j] + (1 - beta) * (sum / high);
            }
            for (int i = 0; i < high; i++) {
                for (int j = 0; j < wide; j++) {
                    v[at + i * wide + j] = rows[row + i] / mean * columns[column + j];
                }
            }
        }
    }
}
