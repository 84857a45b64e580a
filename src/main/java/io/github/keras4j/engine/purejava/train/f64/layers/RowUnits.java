package io.github.keras4j.engine.purejava.train.f64.layers;

import io.github.keras4j.engine.purejava.train.f64.Flow;
import io.github.keras4j.engine.purejava.train.f64.Kernels;
import io.github.keras4j.engine.purejava.train.f64.Softmax;
import io.github.keras4j.engine.purejava.train.f64.Unit;

/** Functions of rows of numbers. */
final class RowUnits {
    private RowUnits() {}

    /** Softmax over rows of {@code cols}. */
    static final class SoftmaxRows extends Unit {
        private final Flow x;
        private final Flow y;
        private final int cols;
        private final double[] chained;

        SoftmaxRows(Flow x, Flow y, int cols) {
            this.x = x;
            this.y = y;
            this.cols = cols;
            chained = new double[y.value.length];
        }

        @Override
        public void forward(boolean training) {
            Softmax.apply(x.value.length / cols, cols, x.value, y.value);
        }

        @Override
        public void backward() {
            System.arraycopy(y.gradient, 0, chained, 0, chained.length);
            Softmax.chain(chained.length / cols, cols, y.value, chained);
            Kernels.BEST.add(chained.length, chained, 0, x.gradient, 0);
        }
    }

    /** The logarithm of softmax over rows of {@code cols}. */
    static final class LogSoftmaxRows extends Unit {
        private final Flow x;
        private final Flow y;
        private final int cols;

        LogSoftmaxRows(Flow x, Flow y, int cols) {
            this.x = x;
            this.y = y;
            this.cols = cols;
        }

        @Override
        public void forward(boolean training) {
            for (int at = 0; at < x.value.length; at += cols) {
                double max = x.value[at];
                for (int i = at + 1; i < at + cols; i++) {
                    max = Math.max(max, x.value[i]);
                }
                double sum = 0;
                for (int i = at; i < at + cols; i++) {
                    sum += (double) Math.exp(x.value[i] - max);
                }
                double log = max + (double) Math.log(sum);
                for (int i = at; i < at + cols; i++) {
                    y.value[i] = x.value[i] - log;
                }
            }
        }

        @Override
        public void backward() {
            for (int at = 0; at < x.value.length; at += cols) {
                double sum = 0;
                for (int i = at; i < at + cols; i++) {
                    sum += y.gradient[i];
                }
                for (int i = at; i < at + cols; i++) {
                    x.gradient[i] += y.gradient[i] - (double) Math.exp(y.value[i]) * sum;
                }
            }
        }
    }
}
