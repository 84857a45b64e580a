package io.github.keras4j.fit;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.training.KerasNames;
import io.github.keras4j.tensor.Shape;
import java.util.Arrays;
import java.util.Map;

/** Keras's initializers (keras/src/initializers/random_initializers.py 3.15), from numpy's Mersenne twister. */
final class Initializers {
    /** The standard deviation of a normal distribution that is cut at two of its own. */
    private static final double TRUNCATED = 0.87962566103423978;

    private final NumpyRandom random;

    Initializers(NumpyRandom random) {
        this.random = random;
    }

    /**
     * Draws a weight.
     *
     * @param stored a name, or {@code {"class_name", "config"}}
     * @param weight for messages
     */
    double[] draw(Object stored, Shape shape, String weight) {
        Map<?, ?> map = stored instanceof Map<?, ?> given ? given : Map.of();
        Map<?, ?> config = map.get("config") instanceof Map<?, ?> nested ? nested : Map.of();
        String name = map.containsKey("class_name") ? String.valueOf(map.get("class_name")) : String.valueOf(stored);
        int size = shape.elements();
        return switch (KerasNames.key(name).replace("initializer", "")) {
            case "zeros", "zero" -> new double[size];
            case "ones", "one" -> filled(size, 1);
            case "constant" -> filled(size, number(config, "value", 0));
            case "randomnormal", "normal" ->
                random.normal(number(config, "mean", 0), number(config, "stddev", 0.05), size);
            case "truncatednormal" -> truncated(number(config, "mean", 0), number(config, "stddev", 0.05), size);
            case "randomuniform", "uniform" ->
                random.uniform(number(config, "minval", -0.05), number(config, "maxval", 0.05), size);
            case "glorotuniform" -> scaled(1, "fan_avg", "uniform", shape);
            case "glorotnormal" -> scaled(1, "fan_avg", "truncated_normal", shape);
            case "heuniform" -> scaled(2, "fan_in", "uniform", shape);
            case "henormal" -> scaled(2, "fan_in", "truncated_normal", shape);
            case "lecununiform" -> scaled(1, "fan_in", "uniform", shape);
            case "lecunnormal" -> scaled(1, "fan_in", "truncated_normal", shape);
            case "variancescaling" ->
                scaled(
                        number(config, "scale", 1),
                        text(config, "mode", "fan_in"),
                        text(config, "distribution", "truncated_normal"),
                        shape);
            case "orthogonal" -> orthogonal(number(config, "gain", 1), shape);
            case "identity" -> identity(number(config, "gain", 1), shape, weight);
            default ->
                throw new Keras4jException("keras4j does not know this initializer. Received: " + name + " of " + weight
                        + "; leave --from-scratch out");
        };
    }

    private static double number(Map<?, ?> config, String name, double otherwise) {
        return config.get(name) instanceof Number number ? number.doubleValue() : otherwise;
    }

    private static String text(Map<?, ?> config, String name, String otherwise) {
        return config.get(name) instanceof String text ? text : otherwise;
    }

    private static double[] filled(int size, double value) {
        double[] values = new double[size];
        Arrays.fill(values, value);
        return values;
    }

    /** Cut at two standard deviations: what lies beyond is drawn again. */
    private double[] truncated(double mean, double stddev, int size) {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            double z;
            do {
                z = random.normal(0, 1, 1)[0];
            } while (Math.abs(z) > 2);
            values[i] = mean + stddev * z;
        }
        return values;
    }

    private double[] scaled(double scale, String mode, String distribution, Shape shape) {
        double[] fans = fans(shape);
        double divisor = switch (mode) {
            case "fan_in" -> fans[0];
            case "fan_out" -> fans[1];
            default -> (fans[0] + fans[1]) / 2;
        };
        double variance = scale / Math.max(1, divisor);
        int size = shape.elements();
        return switch (distribution) {
            case "uniform" -> {
                double limit = Math.sqrt(3 * variance);
                yield random.uniform(-limit, limit, size);
            }
            case "untruncated_normal" -> random.normal(0, Math.sqrt(variance), size);
            default -> truncated(0, Math.sqrt(variance) / TRUNCATED, size); // Keras 2.2 calls it normal
        };
    }

    /** How many numbers go into an output, and come out of an input ({@code compute_fans}). */
    static double[] fans(Shape shape) {
        if (shape.rank() < 2) {
            double only = shape.rank() == 0 ? 1 : shape.size(0);
            return new double[] {only, only};
        }
        double field = 1;
        for (int i = 0; i < shape.rank() - 2; i++) {
            field *= shape.size(i);
        }
        return new double[] {shape.size(-2) * field, shape.size(-1) * field};
    }

    /** Columns, or rows where those are fewer, of length gain at right angles, by Gram and Schmidt. */
    private double[] orthogonal(double gain, Shape shape) {
        int cols = shape.size(-1);
        int rows = shape.elements() / cols;
        int vectors = Math.min(rows, cols);
        int length = Math.max(rows, cols);
        double[][] q = new double[vectors][];
        for (int v = 0; v < vectors; v++) {
            q[v] = random.normal(0, 1, length);
            for (int twice = 0; twice < 2; twice++) { // rounding leaves a little the first time
                for (int before = 0; before < v; before++) {
                    double along = dot(q[v], q[before]);
                    for (int i = 0; i < length; i++) {
                        q[v][i] -= along * q[before][i];
                    }
                }
            }
            double norm = Math.sqrt(dot(q[v], q[v]));
            for (int i = 0; i < length; i++) {
                q[v][i] *= 1 / norm;
            }
        }
        double[] values = new double[rows * cols];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < cols; c++) {
                values[r * cols + c] = gain * (rows < cols ? q[r][c] : q[c][r]);
            }
        }
        return values;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] identity(double gain, Shape shape, String weight) {
        if (shape.rank() != 2) {
            throw new Keras4jException("Identity is for matrices. Received: " + weight + " of shape " + shape);
        }
        double[] values = new double[shape.elements()];
        for (int i = 0; i < Math.min(shape.size(0), shape.size(1)); i++) {
            values[i * shape.size(1) + i] = gain;
        }
        return values;
    }
}
