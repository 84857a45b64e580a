package io.github.keras4j.engine.purejava.program;

import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.SamplingGrid;
import java.util.function.DoubleUnaryOperator;

/**
 * Resizing along one axis, as TensorFlow's image ops: every output is a weighted sum of neighbours, which {@link
 * SamplingGrid} tells.
 */
public final class Resample {
    private Resample() {}

    /**
     * How values between the input's are found.
     *
     * @param interpolation as Keras names it
     * @param antialias whether a kernel widens where the axis shrinks
     */
    public record Way(String interpolation, SamplingGrid grid, boolean antialias) {}

    /** Whether this interpolation is known. */
    public static boolean knows(String interpolation) {
        return switch (interpolation) {
            case "nearest", "bilinear", "bicubic", "lanczos3", "lanczos5", "gaussian", "mitchellcubic", "area" -> true;
            default -> false;
        };
    }

    public static Value bind(Value x, int axis, int size, String interpolation, SamplingGrid grid, Binding binding) {
        return bind(x, axis, size, new Way(interpolation, grid, false), binding);
    }

    public static Value bind(Value x, int axis, int size, Way way, Binding binding) {
        String interpolation = way.interpolation();
        int in = x.size(axis);
        if (interpolation.equals("nearest") && size % in == 0) {
            return nearest(x, axis, size, binding);
        }
        return weighted(x, axis, weights(in, size, way), binding);
    }

    /** For each output along an axis, what each input counts in it. */
    public static float[][] weights(int in, int size, Way way) {
        float[][] weights = new float[size][in];
        boolean legacy = way.grid() == SamplingGrid.START;
        for (int o = 0; o < size; o++) {
            if (!way.antialias() || !widens(weights[o], o, (double) in / size, way.interpolation())) {
                fill(weights[o], o, (double) in / size, way.interpolation(), legacy);
            }
        }
        return weights;
    }

    private static Value nearest(Value x, int axis, int size, Binding binding) {
        int factor = size / x.size(axis);
        int[] shape = x.shape().clone();
        shape[axis] = size;
        int inner = Value.product(shape, axis + 1, shape.length);
        int[] positions = new int[Value.product(shape, 0, shape.length)];
        for (int i = 0; i < positions.length; i++) {
            int line = i / inner / size;
            int at = i / inner % size / factor;
            positions[i] = (line * x.size(axis) + at) * inner + i % inner;
        }
        return Moves.gather(x, positions, shape, binding);
    }

    /**
     * TensorFlow's kernels are as many times as wide as the axis shrinks; nearest and area have none
     * (python/ops/image_ops_impl.py 2.21, resize_images_v2, and core/kernels/image/scale_and_translate_op.cc).
     */
    private static boolean widens(float[] weights, int out, double scale, String interpolation) {
        double centre = (out + 0.5) * scale - 0.5;
        double wider = Math.max(scale, 1);
        switch (interpolation) {
            case "bilinear" -> kernel(weights, centre, wider, t -> 1 - t / wider);
            case "bicubic" -> kernel(weights, centre, 2 * wider, t -> cubic(t / wider, -0.5));
            case "lanczos3" -> kernel(weights, centre, 3 * wider, t -> lanczos(t / wider, 3));
            case "lanczos5" -> kernel(weights, centre, 5 * wider, t -> lanczos(t / wider, 5));
            case "gaussian" ->
                kernel(weights, centre, 1.5 * wider, t -> Math.exp(-t * t / (2 * 0.5 * 0.5 * wider * wider)));
            case "mitchellcubic" -> kernel(weights, centre, 2 * wider, t -> mitchell(t / wider));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void fill(float[] weights, int out, double scale, String interpolation, boolean legacy) {
        double centre = legacy ? out * scale : (out + 0.5) * scale - 0.5;
        switch (interpolation) {
            case "nearest" -> {
                int at = (int) Math.floor(legacy ? out * scale : (out + 0.5) * scale);
                weights[Math.min(at, weights.length - 1)] = 1;
            }
            case "bilinear" -> {
                double from = Math.floor(centre);
                float part = (float) (centre - from);
                weights[clip((int) from, weights.length)] += 1 - part;
                weights[clip((int) from + 1, weights.length)] += part;
            }
            case "area" -> {
                double end = (out + 1) * scale;
                for (int i = 0; i < weights.length; i++) {
                    double covered = Math.min(end, i + 1) - Math.max(out * scale, i);
                    weights[i] = (float) (Math.max(covered, 0) / scale);
                }
            }
            case "bicubic" -> kernel(weights, onTable(out, scale), 2, t -> cubic(t, -0.5));
            case "lanczos3" -> kernel(weights, centre, 3, t -> lanczos(t, 3));
            case "lanczos5" -> kernel(weights, centre, 5, t -> lanczos(t, 5));
            case "gaussian" -> kernel(weights, centre, 1.5, t -> Math.exp(-t * t / (2 * 0.5 * 0.5)));
            case "mitchellcubic" -> kernel(weights, centre, 2, Resample::mitchell);
            default -> throw new BindException("interpolation is not known. Received: " + interpolation);
        }
    }

    /** Weights outside the axis fall away and the others sum to one, as TensorFlow's scale_and_translate. */
    private static void kernel(float[] weights, double centre, double radius, DoubleUnaryOperator kernel) {
        double sum = 0;
        double[] values = new double[weights.length];
        for (int i = 0; i < weights.length; i++) {
            double distance = Math.abs(i - centre);
            values[i] = distance < radius ? kernel.applyAsDouble(distance) : 0;
            sum += values[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (values[i] / sum);
        }
    }

    /**
     * TensorFlow takes bicubic weights from a table of 1,024 steps: how far an output lies behind an input is rounded
     * to one of them, in float (core/kernels/image/resize_bicubic_op.cc, GetWeightsAndIndices).
     */
    private static double onTable(int out, double scale) {
        float centre = (out + 0.5f) * (float) scale - 0.5f;
        double from = Math.floor(centre);
        return from + Math.rint((centre - (float) from) * 1024) / 1024;
    }

    private static double cubic(double t, double a) {
        return t < 1 ? ((a + 2) * t - (a + 3)) * t * t + 1 : ((a * t - 5 * a) * t + 8 * a) * t - 4 * a;
    }

    private static double mitchell(double t) {
        return t < 1
                ? (7 * t * t * t - 12 * t * t + 16.0 / 3) / 6
                : (-7.0 / 3 * t * t * t + 12 * t * t - 20 * t + 32.0 / 3) / 6;
    }

    private static double lanczos(double t, double radius) {
        double angle = Math.PI * t;
        return t <= 1e-3 ? 1 : radius * Math.sin(angle) * Math.sin(angle / radius) / (angle * angle);
    }

    private static int clip(int at, int size) {
        return Math.max(0, Math.min(at, size - 1));
    }

    private static Value weighted(Value x, int axis, float[][] weights, Binding binding) {
        int[] shape = x.shape().clone();
        int in = shape[axis];
        int size = weights.length;
        shape[axis] = size;
        Value y = binding.passing(shape);
        int outer = Value.product(shape, 0, axis);
        int inner = Value.product(shape, axis + 1, shape.length);
        Kernels kernels = binding.kernels();
        binding.step(() -> {
            java.util.Arrays.fill(y.data(), 0);
            for (int line = 0; line < outer; line++) {
                for (int o = 0; o < size; o++) {
                    for (int i = 0; i < in; i++) {
                        if (weights[o][i] != 0) {
                            int from = (line * in + i) * inner;
                            kernels.axpy(inner, weights[o][i], x.data(), from, y.data(), (line * size + o) * inner);
                        }
                    }
                }
            }
        });
        return y;
    }
}
