package io.github.keras4j.engine.purejava.train.f64;

import io.github.keras4j.engine.purejava.train.blueprint.PointFunction;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.training.TrainingRules;

/**
 * An activation function and its derivative, applied to blocks. {@code x} is what goes in, {@code y} what comes out;
 * the two may be one array where the derivative needs {@code y} only.
 */
public abstract class Nonlinearity {
    public abstract void apply(int n, double[] x, double[] y, int at);

    /** dy becomes dx, in place. */
    public abstract void chain(int n, double[] x, double[] y, double[] dy, int at);

    /**
     * @param activation one that {@code TrainingSupport} takes
     * @param rules how its Keras has sigmoid and relu
     */
    public static Nonlinearity of(Activation activation, TrainingRules rules) {
        return switch (activation.kind()) {
            case LINEAR -> new Linear();
            case TANH -> new Tanh();
            case SIGMOID -> new Sigmoid(rules.cutsSigmoid());
            case HARD_SIGMOID, HARD_SIGMOID_V3 -> new HardSigmoid(Activation.line(activation.kind()));
            case RELU ->
                activation.gamma() == 0 && Double.isInfinite(activation.beta())
                        ? new Relu(constant(activation.alpha(), rules), rules.halvesReluAtZero())
                        : new Pointwise(PointFunction.of(activation));
            case ELU -> new Elu((double) activation.alpha(), (double) 1, false);
            case SELU ->
                new Elu((double) Activation.SELU_ALPHA, (double) Activation.SELU_SCALE, rules.roundsConstants());
            case SOFTPLUS -> new Softplus();
            case SOFTSIGN -> new Softsign();
            case EXPONENTIAL -> new Exponential();
            case SOFTMAX -> throw new IllegalArgumentException("Softmax works on rows; see Softmax");
            case GELU, GELU_TANH -> new Pointwise(PointFunction.gelu(activation.kind(), rules));
            default -> new Pointwise(PointFunction.of(activation));
        };
    }

    private static double constant(Number number, TrainingRules rules) {
        return rules.roundsConstants() ? (double) number.floatValue() : (double) number.doubleValue();
    }

    public static final class Linear extends Nonlinearity {
        @Override
        public void apply(int n, double[] x, double[] y, int at) {
            System.arraycopy(x, at, y, at, n);
        }

        @Override
        public void chain(int n, double[] x, double[] y, double[] dy, int at) {}
    }

    public static final class Tanh extends Nonlinearity {
        @Override
        public void apply(int n, double[] x, double[] y, int at) {
            Kernels.BEST.tanh(n, x, y, at);
        }

        @Override
        public void chain(int n, double[] x, double[] y, double[] dy, int at) {
            Kernels.BEST.tanhChain(n, y, dy, at);
        }
    }

    /**
     * Theano's C code ends the curve early, and the gradient is 0 there: see {@link Precision}. Without this rule a
     * training leaves Keras's float64 run on the very update on which a gate gets that far.
     */
    public static final class Sigmoid extends Nonlinearity {
        private final double one;
        private final double zero;

        Sigmoid(boolean cut) {
            one = cut ? Precision.SIGMOID_IS_ONE : (double) Double.POSITIVE_INFINITY;
            zero = cut ? Precision.SIGMOID_IS_ZERO : (double) Double.NEGATIVE_INFINITY;
        }

        @Override
        public void apply(int n, double[] x, double[] y, int at) {
            Kernels.BEST.sigmoid(n, one, zero, x, y, at);
        }

        @Override
        public void chain(int n, double[] x, double[] y, double[] dy, int at) {
            Kernels.BEST.sigmoidChain(n, y, dy, at);
        }
    }

    /** In float32 a gate does come to stand where the line is 0 or 1 itself. */
    public static final class HardSigmoid extends Nonlinearity {
        private final double slope;
        private final double slopeAtEnds;

        HardSigmoid(Activation.Line line) {
            slope = (double) line.slope();
            slopeAtEnds = line.passesAtEnds() ? slope : 0;
        }

        @Override
        public void apply(int n, double[] x, double[] y, int at) {
            for (int i = at; i < at + n; i++) {
                double line = slope * x[i] + (double) 0.5;
                y[i] = line < 0 ? 0 : line > 1 ? 1 : line;
            }
        }

        @Override
        public void chain(int n, double[] x, double[] y, double[] dy, int at) {
            for (int i = at; i < at + n; i++) {
                double line = slope * x[i] + (double) 0.5;
                dy[i] *= line > 0 && line < 1 ? slope : line == 0 || line == 1 ? slopeAtEnds : 0;
            }
        }
    }

    /** Theano writes it 0.5 (x + |x|), so its slope at 0 itself is one half; TensorFlow's is 0. */
    public static final class Relu extends Nonlinearity {
        private final double negativeSlope;
        private final double kink;

        Relu(double negativeSlope, boolean halved) {
            this.negativeSlope = negativeSlope;
            kink = halved ? (double) 0.5 * (1 + negativeSlope) : negativeSlope;
        }

        @Override
        public void apply(int n, double[] x, double[] y, int at) {
            if (negativeSlope == 0) {
                Kernels.BEST.relu(n, x, y, at);
                return;
            }
            for (int i = at; i < at + n; i++) {
                y[i] = x[i] > 0 ? x[i] : negativeSlope * x[i];
            }
        }

        @Override
        public void chain(int n, double[] x, double[] y, double[] dy, int at) {
            if (negativeSlope == 0 && kink == 0) {
                Kernels.BEST.reluChain(n, x, dy, at);
                return;
            }
            for (int i = at; i < at + n; i++) {
                dy[i] *= x[i] > 0 ? 1 : x[i] < 0 ? negativeSlope : kink;
            }
        }
    }

    /** scale x above 0, scale alpha (exp(x) - 1) below. */
    public static final class Elu extends Nonlinearity {
        private final double alpha;
        private final double scale;
        private final boolean linear;

        /** @param linear whether its slope at 0 itself is that above: tf.nn.selu; elsewhere it is that below */
        Elu(double alpha, double scale, boolean linear) {
            this.linear = linear;
            this.alpha = alpha;
            this.scale = scale;
        }

        @Override
        public void apply(int n, double[] x, double[] y, int at) {
            for (int i = at; i < at + n; i++) {
                y[i] = scale * (x[i] > 0 ? x[i] : alpha * (double) Math.expm1(x[i]));
            }
        }

        @Override
        public void chain(int n, double[] x, double[] y, double[] dy, int at) {
            for (int i = at; i < at + n; i++) {
                dy[i] *= y[i] > 0 || linear && y[i] == 0 ? scale : y[i] + scale * alpha;
            }
        }
    }

    public static final class Softplus extends Nonlinearity {
        @Override
        public void apply(int n, double[] x, double[] y, int at) {
            for (int i = at; i < at + n; i++) {
                y[i] = (double) (Math.max(x[i], 0) + Math.log1p(Math.exp(-Math.abs(x[i]))));
            }
        }

        @Override
        public void chain(int n, double[] x, double[] y, double[] dy, int at) {
            for (int i = at; i < at + n; i++) {
                dy[i] *= (double) Transcendental.sigmoid(x[i]);
            }
        }
    }

    public static final class Softsign extends Nonlinearity {
        @Override
        public void apply(int n, double[] x, double[] y, int at) {
            for (int i = at; i < at + n; i++) {
                y[i] = x[i] / (1 + Math.abs(x[i]));
            }
        }

        @Override
        public void chain(int n, double[] x, double[] y, double[] dy, int at) {
            for (int i = at; i < at + n; i++) {
                double rest = 1 + Math.abs(x[i]);
                dy[i] /= rest * rest;
            }
        }
    }

    public static final class Exponential extends Nonlinearity {
        @Override
        public void apply(int n, double[] x, double[] y, int at) {
            for (int i = at; i < at + n; i++) {
                y[i] = (double) Math.exp(x[i]);
            }
        }

        @Override
        public void chain(int n, double[] x, double[] y, double[] dy, int at) {
            for (int i = at; i < at + n; i++) {
                dy[i] *= y[i];
            }
        }
    }
}
