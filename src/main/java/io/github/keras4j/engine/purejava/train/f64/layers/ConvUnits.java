package io.github.keras4j.engine.purejava.train.f64.layers;

import io.github.keras4j.engine.purejava.convolution.Window;
import io.github.keras4j.engine.purejava.train.f64.Flow;
import io.github.keras4j.engine.purejava.train.f64.Kernels;
import io.github.keras4j.engine.purejava.train.f64.Parameters;
import io.github.keras4j.engine.purejava.train.f64.Parameters.Parameter;
import io.github.keras4j.engine.purejava.train.f64.Unit;
import java.util.Arrays;
import java.util.Optional;

/** Convolutions, channels last, sample by sample: each sample's windows are laid out as rows of a matrix. */
final class ConvUnits {
    private ConvUnits() {}

    /** What a convolution works with. */
    record Weights(Parameters parameters, Parameter kernel, Optional<Parameter> bias) {
        void addBias(Flow y) {
            bias.ifPresent(b -> Kernels.BEST.addToRows(y.rows(), y.last(), parameters.value, b.offset(), y.value, 0));
        }

        void biasBack(Flow y) {
            bias.ifPresent(
                    b -> Kernels.BEST.sumRows(y.rows(), y.last(), y.gradient, 0, parameters.gradient, b.offset()));
        }
    }

    /** Kernel (spatial..., in / groups, filters). */
    static final class Conv extends Unit {
        private final Flow x;
        private final Flow y;
        private final Weights weights;
        private final int groups;
        private final int[] table;
        private final int places;
        private final int outs;
        private final int filters;
        private final int channels;
        /** A sample's windows of one group, {@code [outs][places][in / groups]}, and their gradient. */
        private final double[] rows;

        private final double[] dRows;
        /** The kernel of each group, turned. */
        private final double[] turned;

        Conv(Flow x, Flow y, Weights weights, int groups, Window[] windows) {
            this.x = x;
            this.y = y;
            this.weights = weights;
            this.groups = groups;
            table = Window.positions(windows);
            places = Window.kernels(windows);
            outs = Window.outs(windows);
            filters = y.last();
            channels = x.last();
            rows = new double[outs * places * (channels / groups)];
            dRows = new double[x.leaf ? 0 : rows.length];
            turned = new double[x.leaf ? 0 : places * (channels / groups) * filters];
        }

        private void layOut(int sample, int group) {
            int width = channels / groups;
            int from = sample * x.length + group * width;
            for (int i = 0; i < table.length; i++) {
                if (table[i] < 0) {
                    Arrays.fill(rows, i * width, (i + 1) * width, 0);
                } else {
                    System.arraycopy(x.value, from + table[i] * channels, rows, i * width, width);
                }
            }
        }

        @Override
        public void forward(boolean training) {
            Arrays.fill(y.value, 0);
            weights.addBias(y);
            int inner = places * (channels / groups);
            int width = filters / groups;
            double[] w = weights.parameters().value;
            for (int sample = 0; sample < x.batch; sample++) {
                for (int g = 0; g < groups; g++) {
                    layOut(sample, g);
                    int kernel = weights.kernel().offset() + g * width;
                    int to = sample * y.length + g * width;
                    Kernels.BEST.multiplyAdd(
                            outs, inner, width, rows, 0, inner, w, kernel, filters, y.value, to, filters);
                }
            }
        }

        @Override
        public void backward() {
            weights.biasBack(y);
            int inner = places * (channels / groups);
            int width = filters / groups;
            Parameters p = weights.parameters();
            for (int g = 0; g < groups && turned.length > 0; g++) {
                int kernel = weights.kernel().offset() + g * width;
                Kernels.BEST.transpose(inner, width, p.value, kernel, filters, turned, g * width * inner);
            }
            for (int sample = 0; sample < x.batch; sample++) {
                for (int g = 0; g < groups; g++) {
                    layOut(sample, g);
                    int kernel = weights.kernel().offset() + g * width;
                    int from = sample * y.length + g * width;
                    Kernels.BEST.outerAdd(
                            outs, inner, width, rows, 0, inner, y.gradient, from, filters, p.gradient, kernel, filters);
                    if (dRows.length > 0) {
                        Arrays.fill(dRows, 0);
                        Kernels.BEST.multiplyAdd(
                                outs,
                                width,
                                inner,
                                y.gradient,
                                from,
                                filters,
                                turned,
                                g * width * inner,
                                inner,
                                dRows,
                                0,
                                inner);
                        putBack(sample, g);
                    }
                }
            }
        }

        private void putBack(int sample, int group) {
            int width = channels / groups;
            int to = sample * x.length + group * width;
            for (int i = 0; i < table.length; i++) {
                if (table[i] >= 0) {
                    Kernels.BEST.add(width, dRows, i * width, x.gradient, to + table[i] * channels);
                }
            }
        }
    }

    /** A convolution of each channel by itself: kernel (spatial..., in, multiplier). */
    static final class Depthwise extends Unit {
        private final Flow x;
        private final Flow y;
        private final Weights weights;
        private final int[] table;
        private final int places;
        private final int channels;
        private final int multiplier;

        Depthwise(Flow x, Flow y, Weights weights, Window[] windows) {
            this.x = x;
            this.y = y;
            this.weights = weights;
            table = Window.positions(windows);
            places = Window.kernels(windows);
            channels = x.last();
            multiplier = y.last() / channels;
        }

        @Override
        public void forward(boolean training) {
            Arrays.fill(y.value, 0);
            weights.addBias(y);
            walk(false);
        }

        @Override
        public void backward() {
            weights.biasBack(y);
            walk(true);
        }

        private void walk(boolean back) {
            for (int sample = 0; sample < x.batch; sample++) {
                for (int i = 0; i < table.length; i++) {
                    if (table[i] >= 0) {
                        int from = sample * x.length + table[i] * channels;
                        int to = sample * y.length + i / places * channels * multiplier;
                        int kernel = weights.kernel().offset() + i % places * channels * multiplier;
                        if (back) {
                            back(from, to, kernel);
                        } else {
                            forth(from, to, kernel);
                        }
                    }
                }
            }
        }

        private void forth(int from, int to, int kernel) {
            double[] w = weights.parameters().value;
            for (int c = 0, k = 0; c < channels; c++) {
                double v = x.value[from + c];
                for (int m = 0; m < multiplier; m++, k++) {
                    y.value[to + k] += v * w[kernel + k];
                }
            }
        }

        private void back(int from, int to, int kernel) {
            double[] w = weights.parameters().value;
            double[] dw = weights.parameters().gradient;
            for (int c = 0, k = 0; c < channels; c++) {
                double v = x.value[from + c];
                double sum = 0;
                for (int m = 0; m < multiplier; m++, k++) {
                    double d = y.gradient[to + k];
                    sum += d * w[kernel + k];
                    dw[kernel + k] += d * v;
                }
                x.gradient[from + c] += sum;
            }
        }
    }

    /** The way back of a convolution as a layer: kernel (spatial..., filters, in). */
    static final class Transposed extends Unit {
        private final Flow x;
        private final Flow y;
        private final Weights weights;
        private final int[] table;
        private final int ins;
        private final int width;
        private final int filters;
        private final int channels;
        private final double[] products;

        /** @param windows of the convolution from the layer's output to its input */
        Transposed(Flow x, Flow y, Weights weights, Window[] windows) {
            this.x = x;
            this.y = y;
            this.weights = weights;
            table = Window.positions(windows);
            ins = Window.outs(windows);
            filters = y.last();
            channels = x.last();
            width = Window.kernels(windows) * filters;
            products = new double[ins * width];
        }

        @Override
        public void forward(boolean training) {
            Arrays.fill(y.value, 0);
            weights.addBias(y);
            double[] w = weights.parameters().value;
            int kernel = weights.kernel().offset();
            for (int sample = 0; sample < x.batch; sample++) {
                Arrays.fill(products, 0);
                Kernels.BEST.multiplyTransposedAdd(
                        ins,
                        width,
                        channels,
                        x.value,
                        sample * x.length,
                        channels,
                        w,
                        kernel,
                        channels,
                        products,
                        0,
                        width);
                for (int i = 0; i < table.length; i++) {
                    if (table[i] >= 0) {
                        int to = sample * y.length + table[i] * filters;
                        Kernels.BEST.add(filters, products, i * filters, y.value, to);
                    }
                }
            }
        }

        @Override
        public void backward() {
            weights.biasBack(y);
            Parameters p = weights.parameters();
            int kernel = weights.kernel().offset();
            for (int sample = 0; sample < x.batch; sample++) {
                for (int i = 0; i < table.length; i++) {
                    if (table[i] < 0) {
                        Arrays.fill(products, i * filters, (i + 1) * filters, 0);
                    } else {
                        int from = sample * y.length + table[i] * filters;
                        System.arraycopy(y.gradient, from, products, i * filters, filters);
                    }
                }
                int at = sample * x.length;
                Kernels.BEST.outerAdd(
                        ins, width, channels, products, 0, width, x.value, at, channels, p.gradient, kernel, channels);
                if (!x.leaf) {
                    Kernels.BEST.multiplyAdd(
                            ins,
                            width,
                            channels,
                            products,
                            0,
                            width,
                            p.value,
                            kernel,
                            channels,
                            x.gradient,
                            at,
                            channels);
                }
            }
        }
    }
}
