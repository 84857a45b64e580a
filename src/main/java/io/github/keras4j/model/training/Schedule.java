package io.github.keras4j.model.training;

import java.util.List;

/**
 * A learning rate that follows the count of updates (optimizers/schedules/learning_rate_schedule.py of tf.keras 2.15 and
 * Keras 3). Keras computes all of them in float32, whatever the training computes in. Where a
 * fraction of constant length is the base or the exponent of a power, TensorFlow multiplies with the length's reciprocal
 * instead of dividing (grappler's constant folding): in float32 that is another number.
 */
public sealed interface Schedule {
    /**
     * The rate of an update.
     *
     * @param iteration how many updates were before it
     */
    double at(long iteration);

    /** {@code initial * rate^(t / steps)}; with {@code staircase} the exponent is cut to whole numbers. */
    record ExponentialDecay(double initial, double steps, double rate, boolean staircase) implements Schedule {
        @Override
        public double at(long iteration) {
            return (float) initial * power((float) rate, fraction(iteration, steps, staircase));
        }
    }

    /** {@code initial / (1 + rate t / steps)}. */
    record InverseTimeDecay(double initial, double steps, double rate, boolean staircase) implements Schedule {
        @Override
        public double at(long iteration) {
            return (float) initial / (1 + (float) rate * fraction(iteration, steps, staircase));
        }
    }

    /** One value up to each boundary, and one behind the last. */
    record PiecewiseConstantDecay(List<Double> boundaries, List<Double> values) implements Schedule {
        /** The lists are copied. */
        public PiecewiseConstantDecay {
            boundaries = List.copyOf(boundaries);
            values = List.copyOf(values);
        }

        @Override
        public double at(long iteration) {
            int passed = 0;
            // Keras casts boundaries to the step's whole number
            while (passed < boundaries.size()
                    && iteration > boundaries.get(passed).longValue()) {
                passed++;
            }
            return (float) values.get(passed).doubleValue();
        }
    }

    /** From {@code initial} to {@code end} by a power of what is left of {@code steps}. */
    record PolynomialDecay(double initial, double steps, double end, double power, boolean cycle) implements Schedule {
        @Override
        public double at(long iteration) {
            float length = (float) steps;
            float step = iteration;
            float done;
            if (cycle) {
                length *= iteration == 0 ? 1 : (float) Math.ceil(step * reciprocal(steps));
                done = step / length;
            } else {
                done = Math.min(step, length) * reciprocal(steps);
            }
            float left = Schedule.power(1 - done, (float) power);
            return ((float) initial - (float) end) * left + (float) end;
        }
    }

    /**
     * Half a cosine from {@code initial} down to {@code alpha} of it, perhaps after a straight way up.
     *
     * @param warmupTarget where the way up ends and the cosine begins; NaN: there is none
     */
    record CosineDecay(double initial, double steps, double alpha, double warmupTarget, double warmupSteps)
            implements Schedule {
        @Override
        public double at(long iteration) {
            float length = (float) steps;
            float step = iteration;
            if (Double.isNaN(warmupTarget)) {
                return decayed(Math.min(step, length) / length, (float) initial);
            }
            float warmup = (float) warmupSteps;
            step = Math.min(step, length + warmup);
            if (step < warmup) {
                return ((float) warmupTarget - (float) initial) * (step / warmup) + (float) initial;
            }
            return decayed((step - warmup) / length, (float) warmupTarget);
        }

        private double decayed(float done, float from) {
            float cosine = 0.5f * (1 + (float) Math.cos((float) Math.PI * done));
            return from * ((float) (1 - alpha) * cosine + (float) alpha);
        }
    }

    /** Cosines one after the other, each {@code lengths} times as long and {@code heights} times as high. */
    record CosineDecayRestarts(double initial, double firstSteps, double lengths, double heights, double alpha)
            implements Schedule {
        @Override
        public double at(long iteration) {
            float t = (float) lengths;
            float done = iteration * reciprocal(firstSteps);
            float restart;
            if (t == 1) {
                restart = (float) Math.floor(done);
                done -= restart;
            } else {
                restart = (float) Math.floor((float) Math.log(1 - done * (1 - t)) * reciprocal((float) Math.log(t)));
                float sum = (1 - power(t, restart)) * reciprocal(1 - t);
                done = (done - sum) / power(t, restart);
            }
            float high = power((float) heights, restart);
            float wave = 1 + (float) Math.cos((float) Math.PI * done);
            if (alpha == 0) { // grappler multiplies the constants first
                return (float) initial * 0.5f * high * wave;
            }
            float cosine = 0.5f * high * wave;
            return (float) initial * ((1 - (float) alpha) * cosine + (float) alpha);
        }
    }

    private static float fraction(long iteration, double steps, boolean staircase) {
        float fraction = iteration * reciprocal(steps);
        return staircase ? (float) Math.floor(fraction) : fraction;
    }

    private static float reciprocal(double number) {
        return 1 / (float) number;
    }

    private static float power(float base, float exponent) {
        return (float) Math.pow(base, exponent);
    }
}
