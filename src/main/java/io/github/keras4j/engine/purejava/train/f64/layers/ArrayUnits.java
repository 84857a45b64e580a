package io.github.keras4j.engine.purejava.train.f64.layers;

import io.github.keras4j.engine.purejava.train.f64.Flow;
import io.github.keras4j.engine.purejava.train.f64.Kernels;
import io.github.keras4j.engine.purejava.train.f64.Nonlinearity;
import io.github.keras4j.engine.purejava.train.f64.Parameters;
import io.github.keras4j.engine.purejava.train.f64.Parameters.Parameter;
import io.github.keras4j.engine.purejava.train.f64.Unit;
import java.util.Arrays;

/** The differentiable array functions that layers are composed of. Each adds its gradients to those of its inputs. */
final class ArrayUnits {
    private ArrayUnits() {}

    /** y[i] = x[index[i]], or 0 where the index is -1: transposes, cuts, pads, repeats. */
    static final class Gather extends Unit {
        private final Flow x;
        private final Flow y;
        private final int[] index;

        Gather(Flow x, Flow y, int[] index) {
            this.x = x;
            this.y = y;
            this.index = index;
        }

        @Override
        public void forward(boolean training) {
            double[] from = x.value;
            double[] to = y.value;
            for (int i = 0; i < index.length; i++) {
                to[i] = index[i] < 0 ? 0 : from[index[i]];
            }
        }

        @Override
        public void backward() {
            if (x.leaf) {
                return;
            }
            for (int i = 0; i < index.length; i++) {
                if (index[i] >= 0) {
                    x.gradient[index[i]] += y.gradient[i];
                }
            }
        }
    }

    /** y[index[i]] = x[i]: one of several parts of y. */
    static final class Place extends Unit {
        private final Flow x;
        private final Flow y;
        private final int[] index;

        Place(Flow x, Flow y, int[] index) {
            this.x = x;
            this.y = y;
            this.index = index;
        }

        @Override
        public void forward(boolean training) {
            for (int i = 0; i < index.length; i++) {
                y.value[index[i]] = x.value[i];
            }
        }

        @Override
        public void backward() {
            for (int i = 0; i < index.length && !x.leaf; i++) {
                x.gradient[i] += y.gradient[index[i]];
            }
        }
    }

    /** y[index[i]] += factor x[i]: sums and means. */
    static final class Sum extends Unit {
        private final Flow x;
        private final Flow y;
        private final int[] index;
        private final double factor;

        Sum(Flow x, Flow y, int[] index, double factor) {
            this.x = x;
            this.y = y;
            this.index = index;
            this.factor = factor;
        }

        @Override
        public void forward(boolean training) {
            Arrays.fill(y.value, 0);
            for (int i = 0; i < index.length; i++) {
                y.value[index[i]] += x.value[i];
            }
            for (int i = 0; i < y.value.length && factor != 1; i++) {
                y.value[i] *= factor;
            }
        }

        @Override
        public void backward() {
            for (int i = 0; i < index.length && !x.leaf; i++) {
                x.gradient[i] += factor * y.gradient[index[i]];
            }
        }
    }

    /** What {@link Arithmetic} does. */
    enum Operation {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        MAXIMUM,
        MINIMUM
    }

    /** Two arrays element by element; an index says where an element's partner lies, an empty one: at its place. */
    static final class Arithmetic extends Unit {
        private final Operation operation;
        private final Flow a;
        private final Flow b;
        private final Flow y;
        private final int[] aIndex;
        private final int[] bIndex;

        Arithmetic(Operation operation, Flow a, Flow b, Flow y, int[] aIndex, int[] bIndex) {
            this.operation = operation;
            this.a = a;
            this.b = b;
            this.y = y;
            this.aIndex = aIndex;
            this.bIndex = bIndex;
        }

        @Override
        public void forward(boolean training) {
            for (int i = 0; i < y.value.length; i++) {
                double p = a.value[aIndex.length == 0 ? i : aIndex[i]];
                double q = b.value[bIndex.length == 0 ? i : bIndex[i]];
                y.value[i] = switch (operation) {
                    case ADD -> p + q;
                    case SUBTRACT -> p - q;
                    case MULTIPLY -> p * q;
                    case DIVIDE -> p / q;
                    case MAXIMUM -> Math.max(p, q);
                    case MINIMUM -> Math.min(p, q);
                };
            }
        }

        @Override
        public void backward() {
            for (int i = 0; i < y.value.length; i++) {
                int at = aIndex.length == 0 ? i : aIndex[i];
                int bt = bIndex.length == 0 ? i : bIndex[i];
                double d = y.gradient[i];
                double p = a.value[at];
                double q = b.value[bt];
                switch (operation) {
                    case ADD -> give(at, d, bt, d);
                    case SUBTRACT -> give(at, d, bt, -d);
                    case MULTIPLY -> give(at, d * q, bt, d * p);
                    case DIVIDE -> give(at, d / q, bt, -d * p / (q * q));
                    case MAXIMUM ->
                        give(at, p >= q ? d : 0, bt, p >= q ? 0 : d); // TensorFlow's: the first of two equal
                    case MINIMUM -> give(at, p <= q ? d : 0, bt, p <= q ? 0 : d);
                }
            }
        }

        private void give(int at, double da, int bt, double db) {
            a.gradient[at] += da;
            b.gradient[bt] += db;
        }
    }

    /** Y[g] = A[g] B[g] for each of {@code groups} matrices, A (m, k), B (k, n). */
    static final class Product extends Unit {
        private final Flow a;
        private final Flow b;
        private final Flow y;
        private final int groups;
        private final int m;
        private final int k;
        private final int n;

        Product(Flow a, Flow b, Flow y, int groups, int m, int k, int n) {
            this.a = a;
            this.b = b;
            this.y = y;
            this.groups = groups;
            this.m = m;
            this.k = k;
            this.n = n;
        }

        @Override
        public void forward(boolean training) {
            Arrays.fill(y.value, 0);
            for (int g = 0; g < groups; g++) {
                Kernels.BEST.multiplyAdd(m, k, n, a.value, g * m * k, k, b.value, g * k * n, n, y.value, g * m * n, n);
            }
        }

        @Override
        public void backward() {
            for (int g = 0; g < groups; g++) {
                Kernels.BEST.outerAdd(
                        m, k, n, a.value, g * m * k, k, y.gradient, g * m * n, n, b.gradient, g * k * n, n);
                if (!a.leaf) {
                    Kernels.BEST.multiplyTransposedAdd(
                            m, k, n, y.gradient, g * m * n, n, b.value, g * k * n, n, a.gradient, g * m * k, k);
                }
            }
        }
    }

    /** y = f(x). */
    static final class Apply extends Unit {
        private final Flow x;
        private final Flow y;
        private final Nonlinearity function;
        private final double[] chained;

        Apply(Flow x, Flow y, Nonlinearity function) {
            this.x = x;
            this.y = y;
            this.function = function;
            chained = new double[y.value.length];
        }

        @Override
        public void forward(boolean training) {
            function.apply(x.value.length, x.value, y.value, 0);
        }

        @Override
        public void backward() {
            System.arraycopy(y.gradient, 0, chained, 0, chained.length);
            function.chain(chained.length, x.value, y.value, chained, 0);
            Kernels.BEST.add(chained.length, chained, 0, x.gradient, 0);
        }
    }

    /** A weight as a flow. */
    static final class Weight extends Unit {
        private final Parameters parameters;
        private final Parameter parameter;
        private final Flow y;

        Weight(Parameters parameters, Parameter parameter, Flow y) {
            this.parameters = parameters;
            this.parameter = parameter;
            this.y = y;
        }

        @Override
        public void forward(boolean training) {
            System.arraycopy(parameters.value, parameter.offset(), y.value, 0, y.value.length);
        }

        @Override
        public void backward() {
            Kernels.BEST.add(y.gradient.length, y.gradient, 0, parameters.gradient, parameter.offset());
        }
    }

    /** y = scale x + shift. */
    static final class Line extends Unit {
        private final Flow x;
        private final Flow y;
        private final double scale;
        private final double shift;

        Line(Flow x, Flow y, double scale, double shift) {
            this.x = x;
            this.y = y;
            this.scale = scale;
            this.shift = shift;
        }

        @Override
        public void forward(boolean training) {
            for (int i = 0; i < y.value.length; i++) {
                y.value[i] = x.value[i] * scale + shift;
            }
        }

        @Override
        public void backward() {
            Kernels.BEST.axpy(y.gradient.length, scale, y.gradient, 0, x.gradient, 0);
        }
    }

    /** Of runs of {@code cols} elements that share a flag: the first array's where it is set, else the second's. */
    static final class Select extends Unit {
        private final boolean[] flags;
        private final int[] index;
        private final Flow a;
        private final Flow b;
        private final Flow y;
        private final int cols;

        /** @param index for each run where its flag lies */
        Select(boolean[] flags, int[] index, Flow a, Flow b, Flow y, int cols) {
            this.flags = flags;
            this.index = index;
            this.a = a;
            this.b = b;
            this.y = y;
            this.cols = cols;
        }

        @Override
        public void forward(boolean training) {
            for (int r = 0; r < index.length; r++) {
                System.arraycopy(flags[index[r]] ? a.value : b.value, r * cols, y.value, r * cols, cols);
            }
        }

        @Override
        public void backward() {
            for (int r = 0; r < index.length; r++) {
                double[] to = flags[index[r]] ? a.gradient : b.gradient;
                Kernels.BEST.add(cols, y.gradient, r * cols, to, r * cols);
            }
        }
    }
}
