package io.github.keras4j.engine;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Where a training's random numbers come from: those of dropout and of noise layers. Keras's own generators can't be
 * repeated outside TensorFlow, so a training draws from one of its own, or takes what Python recorded. One thread's.
 */
public interface Noise {
    /** What is drawn. */
    enum Kind {
        /** 1 with a probability of 1 - rate, else 0. */
        KEEP,
        /** Normal numbers of mean 0 and standard deviation 1. */
        NORMAL
    }

    /**
     * The numbers of one call of a layer.
     *
     * @param draw the layer's path and what of it draws: {@code dropout_1}, {@code lstm/dropout}, {@code
     *     lstm/recurrent_dropout}
     * @param rate the share that is dropped; for {@link Kind#NORMAL} of no meaning
     * @param shape of the answer, the batch axis first
     */
    Tensor draw(String draw, Kind kind, double rate, Shape shape);

    /** Numbers of a generator of this class, the same for the same seed. */
    static Noise seeded(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return (draw, kind, rate, shape) -> {
            double[] values = new double[shape.elements()];
            for (int i = 0; i < values.length; i++) {
                values[i] = kind == Kind.KEEP ? (random.nextDouble() >= rate ? 1 : 0) : normal(random);
            }
            return Tensor.wrap(shape, values);
        };
    }

    /**
     * What was recorded: each draw's arrays in the order in which it is asked for them.
     *
     * @param arrays by the draw's name, one entry along the first axis for each time it is asked for
     */
    static Noise recorded(Map<String, Tensor> arrays) {
        Map<String, Integer> next = new HashMap<>();
        return (draw, kind, rate, shape) -> {
            Tensor all = arrays.get(draw);
            int at = next.merge(draw, 1, Integer::sum) - 1;
            if (all == null || at >= all.shape().size(0)) {
                throw new Keras4jException("There are no recorded random numbers for this draw. Received: '" + draw
                        + "', asked for the " + (at + 1) + ". time; recorded are " + arrays.keySet());
            }
            return all.rows(at, at + 1).reshape(all.shape().slice(1, all.shape().rank()));
        };
    }

    /** Marsaglia's polar method. */
    private static double normal(SplittableRandom random) {
        while (true) {
            double x = 2 * random.nextDouble() - 1;
            double y = 2 * random.nextDouble() - 1;
            double square = x * x + y * y;
            if (square > 0 && square < 1) {
                return x * Math.sqrt(-2 * Math.log(square) / square);
            }
        }
    }
}
