package io.github.keras4j.engine.purejava.train.f64.layers;

import io.github.keras4j.engine.purejava.convolution.Window;
import io.github.keras4j.engine.purejava.train.f64.Flow;
import io.github.keras4j.engine.purejava.train.f64.Kernels;
import io.github.keras4j.engine.purejava.train.f64.Parameters;
import io.github.keras4j.engine.purejava.train.f64.Parameters.Parameter;
import io.github.keras4j.engine.purejava.train.f64.Unit;
import java.util.Arrays;
import java.util.Optional;

/** Convolutions, channels last: the samples' windows are laid out as rows of a matrix. */
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

    /**
     * Kernel (spatial..., in / groups, filters). As many samples at a time as {@link #MOST} numbers hold: a long matrix
     * is multiplied faster than many short ones, in the same order of sums.
     */
    static final class Conv extends Unit {
        /** Numbers that are laid out at a time, which fit into a core's second cache. */
        private static final int MOST = 1 << 17;

        /** The same of their gradients, which are added to x right away: into the first cache. */
        private static final int MOST_GRADIENTS = 1 << 13;

        private final Flow x;
        private final Flow y;
        private final Weights weights;
        private final int groups;
        private final Runs runs;
        private final int outs;
        private final int filters;
        /** A kernel's size in one group. */
        private final int inner;
        /** How many samples are laid out at a time. */
        private final int block;

        private final int gradientBlock;
        /** The samples' windows of one group, {@code [block][outs][inner]}, and their gradients. */
        private final double[] rows;

        private final double[] dRows;
        /** The kernel of each group, turned. */
        private final double[] turned;

        Conv(Flow x, Flow y, Weights weights, int groups, Window[] windows) {
            this.x = x;
            this.y = y;
            this.weights = weights;
            this.groups = groups;
            runs = new Runs(Window.positions(windows), x.last(), groups);
            outs = Window.outs(windows);
            filters = y.last();
            inner = Window.kernels(windows) * (x.last() / groups);
            block = Math.max(1, Math.min(x.batch, MOST / (outs * inner)));
            gradientBlock = Math.max(1, Math.min(x.batch, MOST_GRADIENTS / (outs * inner)));
            rows = new double[block * outs * inner];
            dRows = new double[x.leaf ? 0 : gradientBlock * outs * inner];
            turned = new double[x.leaf ? 0 : inner * filters];
        }

        private void layOut(int first, int count, int group) {
            for (int s = 0; s < count; s++) {
                runs.copy(x.value, (first + s) * x.length, group, rows, s * outs * inner);
            }
        }

        /** Whether all that the way forward has laid out is still there on the way back. */
        private boolean laidOut() {
            return groups == 1 && block == x.batch;
        }

        @Override
        public void forward(boolean training) {
            Arrays.fill(y.value, 0);
            weights.addBias(y);
            int width = filters / groups;
            double[] w = weights.parameters().value;
            for (int first = 0; first < x.batch; first += block) {
                int count = Math.min(block, x.batch - first);
                for (int g = 0; g < groups; g++) {
                    layOut(first, count, g);
                    int kernel = weights.kernel().offset() + g * width;
                    int to = first * y.length + g * width;
                    Kernels.BEST.multiplyAdd(
                            count * outs, inner, width, rows, 0, inner, w, kernel, filters, y.value, to, filters);
                }
            }
        }

        @Override
        public void backward() {
            weights.biasBack(y);
            int width = filters / groups;
            Parameters p = weights.parameters();
            for (int first = 0; first < x.batch; first += block) {
                int count = Math.min(block, x.batch - first);
                for (int g = 0; g < groups; g++) {
                    if (!laidOut()) {
                        layOut(first, count, g);
                    }
                    int kernel = weights.kernel().offset() + g * width;
                    int from = first * y.length + g * width;
                    Kernels.BEST.outerAdd(
                            count * outs,
                            inner,
                            width,
                            rows,
                            0,
                            inner,
                            y.gradient,
                            from,
                            filters,
                            p.gradient,
                            kernel,
                            filters);
                }
            }
            for (int g = 0; g < groups && dRows.length > 0; g++) {
                int kernel = weights.kernel().offset() + g * width;
                Kernels.BEST.transpose(inner, width, p.value, kernel, filters, turned, g * width * inner);
                for (int first = 0; first < x.batch; first += gradientBlock) {
                    inputBack(first, Math.min(gradientBlock, x.batch - first), g);
                }
            }
        }

        private void inputBack(int first, int count, int group) {
            int width = filters / groups;
            int from = first * y.length + group * width;
            int kernel = group * width * inner;
            Arrays.fill(dRows, 0, count * outs * inner, 0);
            Kernels.BEST.multiplyAdd(
                    count * outs, width, inner, y.gradient, from, filters, turned, kernel, inner, dRows, 0, inner);
            for (int s = 0; s < count; s++) {
                runs.addBack(dRows, s * outs * inner, x.gradient, (first + s) * x.length, group);
            }
        }
    }

    /** What lies side by side in a sample and in its windows, so that it is moved in one piece. */
    private static final class Runs {
        /** For each run the first number in a sample (-1: padding), and how many there are. */
        private final int[] from;

        private final int[] size;
        private final int width;

        /** @param table of a window's places, each a position in the sample or -1 for padding */
        Runs(int[] table, int channels, int groups) {
            width = channels / groups;
            int[] first = new int[table.length];
            int[] length = new int[table.length];
            int n = 0;
            for (int i = 0; i < table.length; i++) {
                boolean more = i > 0
                        && (table[i] < 0
                                ? table[i - 1] < 0
                                : groups == 1 && table[i - 1] >= 0 && table[i] == table[i - 1] + 1);
                if (more) {
                    length[n - 1] += width;
                } else {
                    first[n] = table[i] < 0 ? -1 : table[i] * channels;
                    length[n++] = width;
                }
            }
            from = Arrays.copyOf(first, n);
            size = Arrays.copyOf(length, n);
        }

        void copy(double[] x, int sample, int group, double[] rows, int at) {
            int to = at;
            int start = sample + group * width;
            for (int i = 0; i < from.length; i++) {
                int n = size[i];
                if (from[i] < 0) {
                    Arrays.fill(rows, to, to + n, 0);
                } else if (n < 8) { // a call would take longer
                    int source = start + from[i];
                    for (int k = 0; k < n; k++) {
                        rows[to + k] = x[source + k];
                    }
                } else {
                    System.arraycopy(x, start + from[i], rows, to, n);
                }
                to += n;
            }
        }

        void addBack(double[] rows, int at, double[] x, int sample, int group) {
            int source = at;
            int start = sample + group * width;
            for (int i = 0; i < from.length; i++) {
                if (from[i] >= 0) {
                    Kernels.BEST.add(size[i], rows, source, x, start + from[i]);
                }
                source += size[i];
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
