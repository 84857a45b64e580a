package io.github.keras4j.engine.purejava.train.f64.layers;

import io.github.keras4j.engine.Noise;
import io.github.keras4j.engine.purejava.train.blueprint.Wide;
import io.github.keras4j.engine.purejava.train.f64.Flow;
import io.github.keras4j.engine.purejava.train.f64.Unit;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.List;

/** y = x factor + offset in training, with what is drawn; x itself otherwise. */
final class NoiseUnit extends Unit {
    /** What becomes of a drawn number n. */
    private enum Use {
        /** Dropout: factor n / (1 - rate). */
        SCALE,
        /** Factor 1 + rate' n, with rate' = sqrt(rate / (1 - rate)). */
        AROUND_ONE,
        /** Offset rate n. */
        ADD,
        /** x where n is 1, else a number, and both scaled and shifted so that mean and variance stay. */
        ALPHA
    }

    private static final double ALPHA = (double) (-Activation.SELU_ALPHA * Activation.SELU_SCALE);

    private final Flow x;
    private final Flow y;
    private final Noise noise;
    private final String draw;
    private final Use use;
    private final double rate;
    private final Noise.Kind kind;
    private final Shape shape;
    private final int[] index;
    private final double[] factor;
    private final double[] offset;

    private NoiseUnit(Flow x, Flow y, Noise noise, String draw, Use use, double rate, int[] shape) {
        this.x = x;
        this.y = y;
        this.noise = noise;
        this.draw = draw;
        this.use = use;
        this.rate = rate;
        this.shape = Shape.of(shape);
        kind = use == Use.SCALE || use == Use.ALPHA ? Noise.Kind.KEEP : Noise.Kind.NORMAL;
        index = Axes.stretched(shape, x.shape());
        factor = new double[x.value.length];
        offset = new double[x.value.length];
    }

    /** Adds a dropout or noise layer. */
    static Flow add(Tape tape, Core.Passthrough layer, String path, Flow x) {
        Use use = switch (layer.inTraining()) {
            case DROPOUT, SPATIAL_DROPOUT_1D, SPATIAL_DROPOUT_2D, SPATIAL_DROPOUT_3D -> Use.SCALE;
            case GAUSSIAN_DROPOUT -> Use.AROUND_ONE;
            case GAUSSIAN_NOISE -> Use.ADD;
            case ALPHA_DROPOUT -> Use.ALPHA;
            default -> throw Layout.notTrained(layer);
        };
        return add(tape, use, path.substring(0, path.length() - 1), (double) layer.rate(), shape(layer, x), x);
    }

    private static Flow add(Tape tape, Use use, String draw, double rate, int[] shape, Flow x) {
        Flow y = tape.flow(x.shape());
        return tape.graph.add(new NoiseUnit(x, y, tape.graph.noise, draw, use, rate, shape), y);
    }

    /** Plain dropout of any flow, with a mask of this shape. */
    static Flow dropout(Tape tape, String draw, double rate, int[] shape, Flow x) {
        return add(tape, Use.SCALE, draw, rate, shape, x);
    }

    private static int[] shape(Core.Passthrough layer, Flow x) {
        int[] shape = x.shape();
        boolean first = Boolean.TRUE.equals(layer.info().extras().get(LayerInfo.CHANNELS_FIRST));
        switch (layer.inTraining()) {
            case SPATIAL_DROPOUT_1D, SPATIAL_DROPOUT_2D, SPATIAL_DROPOUT_3D -> {
                for (int axis = first ? 2 : 1; axis < shape.length - (first ? 0 : 1); axis++) {
                    shape[axis] = 1;
                }
            }
            default -> {
                if (layer.info().extras().get(LayerInfo.NOISE_SHAPE) instanceof List<?> given) {
                    for (int axis = 0; axis < shape.length; axis++) {
                        if (given.get(axis) instanceof Number size && size.intValue() > 0) {
                            shape[axis] = size.intValue();
                        }
                    }
                }
            }
        }
        return shape;
    }

    @Override
    public void forward(boolean training) {
        if (!training) {
            java.util.Arrays.fill(factor, 1);
            java.util.Arrays.fill(offset, 0);
            System.arraycopy(x.value, 0, y.value, 0, y.value.length);
            return;
        }
        Tensor drawn = noise.draw(draw, kind, Wide.of(rate), shape);
        if (!drawn.shape().equals(shape)) {
            throw new Keras4jException("The random numbers of " + draw + " have another shape. Received: "
                    + drawn.shape() + ", wanted " + shape);
        }
        double[] numbers = drawn.toDoubles();
        if (use == Use.SCALE) {
            scale(numbers);
            return;
        }
        double spread = (double) Math.sqrt(rate / (1 - rate));
        double a = (double) (1 / Math.sqrt((1 - rate) * (1 + rate * ALPHA * ALPHA)));
        for (int i = 0; i < index.length; i++) {
            double n = numbers[index[i]];
            switch (use) {
                case AROUND_ONE -> factor[i] = 1 + spread * n;
                case ADD -> {
                    factor[i] = 1;
                    offset[i] = rate * n;
                }
                case ALPHA -> {
                    factor[i] = a * n;
                    offset[i] = a * ALPHA * (1 - n) - a * ALPHA * rate;
                }
                case SCALE -> throw new IllegalStateException();
            }
            y.value[i] = x.value[i] * factor[i] + offset[i];
        }
    }

    private void scale(double[] numbers) {
        for (int i = 0; i < index.length; i++) {
            factor[i] = numbers[index[i]] / (1 - rate);
            y.value[i] = x.value[i] * factor[i];
        }
    }

    @Override
    public void backward() {
        for (int i = 0; i < factor.length && !x.leaf; i++) {
            x.gradient[i] += y.gradient[i] * factor[i];
        }
    }
}
