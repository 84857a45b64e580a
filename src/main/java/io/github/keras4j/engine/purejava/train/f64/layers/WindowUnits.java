package io.github.keras4j.engine.purejava.train.f64.layers;

import io.github.keras4j.engine.purejava.train.blueprint.Wide;
import io.github.keras4j.engine.purejava.train.f64.Flow;
import io.github.keras4j.engine.purejava.train.f64.Kernels;
import io.github.keras4j.engine.purejava.train.f64.Unit;
import java.util.Arrays;

/** Maxima and means of parts of a sample. */
final class WindowUnits {
    private WindowUnits() {}

    /** The mean over the steps that count. */
    static final class MaskedMean extends Unit {
        private final Flow x;
        private final Flow y;
        private final boolean[] mask;

        MaskedMean(Flow x, Flow y, boolean[] mask) {
            this.x = x;
            this.y = y;
            this.mask = mask;
        }

        private int count(int sample) {
            int steps = mask.length / y.batch;
            int count = 0;
            for (int i = sample * steps; i < (sample + 1) * steps; i++) {
                count += mask[i] ? 1 : 0;
            }
            return count;
        }

        @Override
        public void forward(boolean training) {
            Arrays.fill(y.value, 0);
            int channels = y.length;
            int steps = mask.length / y.batch;
            for (int row = 0; row < mask.length; row++) {
                if (mask[row]) {
                    Kernels.BEST.add(channels, x.value, row * channels, y.value, row / steps * channels);
                }
            }
            for (int i = 0; i < y.value.length; i++) {
                y.value[i] /= count(i / channels);
            }
        }

        @Override
        public void backward() {
            int channels = y.length;
            int steps = mask.length / y.batch;
            for (int row = 0; row < mask.length; row++) {
                if (mask[row]) {
                    double share = (double) 1 / count(row / steps);
                    Kernels.BEST.axpy(channels, share, y.gradient, row / steps * channels, x.gradient, row * channels);
                }
            }
        }
    }

    /** Where the gradient of a maximum goes if several values are the greatest. */
    enum Ties {
        /** To the first: TensorFlow's pooling. */
        FIRST,
        /** To each of them an equal part: TensorFlow's reduce_max. */
        SHARED,
        /** To each of them the whole: Theano. */
        ALL
    }

    /**
     * Windows' maxima or means, channels last: window w of a sample looks at the positions {@code places[w]}, those below
     * 0 being none.
     */
    static final class Windows extends Unit {
        private final Flow x;
        private final Flow y;
        private final int[][] places;
        private final int channels;
        private final boolean max;
        private final Ties ties;
        private final int[] winners;

        Windows(Flow x, Flow y, int[][] places, int channels, boolean max, Ties ties) {
            this.x = x;
            this.y = y;
            this.places = places;
            this.channels = channels;
            this.max = max;
            this.ties = ties;
            winners = new int[max ? y.value.length : 0];
        }

        @Override
        public void forward(boolean training) {
            int to = 0;
            for (int sample = 0; sample < y.batch; sample++) {
                for (int[] window : places) {
                    int base = sample * x.length;
                    if (max) {
                        greatest(to, base, window);
                    } else {
                        for (int c = 0; c < channels; c++) {
                            y.value[to + c] = mean(base + c, window);
                        }
                    }
                    to += channels;
                }
            }
        }

        /** Place by place, since the channels of a place lie side by side. */
        private void greatest(int to, int base, int[] window) {
            Arrays.fill(y.value, to, to + channels, (double) Double.NEGATIVE_INFINITY);
            Arrays.fill(winners, to, to + channels, -1);
            boolean first = true;
            for (int place : window) {
                if (place >= 0) {
                    greater(to, base + place * channels, first);
                    first = false;
                }
            }
        }

        private void greater(int to, int from, boolean first) {
            double[] values = x.value;
            double[] best = y.value;
            for (int c = 0; c < channels; c++) {
                double v = values[from + c];
                if (first || v > best[to + c] || Double.isNaN(Wide.of(v))) {
                    best[to + c] = v;
                    winners[to + c] = from + c;
                }
            }
        }

        private double mean(int base, int[] window) {
            double sum = 0;
            int count = 0;
            for (int place : window) {
                if (place >= 0) {
                    sum += x.value[base + place * channels];
                    count++;
                }
            }
            return sum / count;
        }

        @Override
        public void backward() {
            if (x.leaf) {
                return;
            }
            int from = 0;
            for (int sample = 0; sample < y.batch; sample++) {
                for (int[] window : places) {
                    for (int c = 0; c < channels; c++, from++) {
                        if (!max) {
                            spread(sample * x.length + c, window, y.gradient[from]);
                        } else if (winners[from] >= 0 && ties == Ties.FIRST) {
                            x.gradient[winners[from]] += y.gradient[from];
                        } else if (winners[from] >= 0) {
                            share(sample * x.length + c, window, from);
                        }
                    }
                }
            }
        }

        private void share(int base, int[] window, int from) {
            int count = 0;
            for (int place : window) {
                count += place >= 0 && x.value[base + place * channels] == y.value[from] ? 1 : 0;
            }
            double d = ties == Ties.SHARED ? y.gradient[from] / count : y.gradient[from];
            for (int place : window) {
                if (place >= 0 && x.value[base + place * channels] == y.value[from]) {
                    x.gradient[base + place * channels] += d;
                }
            }
        }

        private void spread(int base, int[] window, double d) {
            int count = 0;
            for (int place : window) {
                count += place >= 0 ? 1 : 0;
            }
            for (int place : window) {
                if (place >= 0) {
                    x.gradient[base + place * channels] += d / count;
                }
            }
        }
    }
}
