package io.github.keras4j.engine.dl4j.layers;

import io.github.keras4j.engine.dl4j.arrays.Arrays;
import io.github.keras4j.engine.dl4j.arrays.Ops;
import io.github.keras4j.engine.dl4j.arrays.UnfitException;
import io.github.keras4j.engine.dl4j.arrays.Value;
import io.github.keras4j.model.SamplingGrid;
import java.util.function.DoubleUnaryOperator;

/** Resizing along one axis as TensorFlow's image ops do it: a product with a matrix of weights. */
final class Resampling {
    private Resampling() {}

    static Value resize(Value x, int axis, int size, String interpolation, SamplingGrid grid) {
        int in = x.size(axis);
        double[] weights = new double[in * size];
        double scale = (double) in / size;
        boolean start = grid == SamplingGrid.START;
        for (int o = 0; o < size; o++) {
            double[] row = new double[in];
            if (interpolation.equals("nearest") && size % in == 0) {
                row[o / (size / in)] = 1;
            } else {
                fill(row, o, scale, interpolation, start);
            }
            for (int i = 0; i < in; i++) {
                weights[i * size + o] = (float) row[i];
            }
        }
        int[] axes = new int[x.rank()];
        int last = axes.length - 1;
        java.util.Arrays.setAll(axes, i -> i == axis ? last : i == last ? axis : i);
        Value matrix = Value.of(Arrays.of(x.data(), weights, in, size));
        return Ops.permute(Ops.matmul(Ops.permute(x, axes), matrix), axes);
    }

    private static void fill(double[] row, int out, double scale, String interpolation, boolean start) {
        double centre = start ? out * scale : (out + 0.5) * scale - 0.5;
        switch (interpolation) {
            case "nearest" -> {
                int at = (int) Math.floor(start ? out * scale : (out + 0.5) * scale);
                row[Math.min(at, row.length - 1)] = 1;
            }
            case "bilinear" -> {
                double from = Math.floor(centre);
                double part = centre - from;
                row[inside((int) from, row.length)] += 1 - part;
                row[inside((int) from + 1, row.length)] += part;
            }
            case "area" -> {
                for (int i = 0; i < row.length; i++) {
                    double covered = Math.min((out + 1) * scale, i + 1) - Math.max(out * scale, i);
                    row[i] = Math.max(covered, 0) / scale;
                }
            }
            case "bicubic" -> kernel(row, onTable(out, scale), 2, Resampling::cubic);
            case "lanczos3" -> kernel(row, centre, 3, t -> lanczos(t, 3));
            case "lanczos5" -> kernel(row, centre, 5, t -> lanczos(t, 5));
            case "gaussian" -> kernel(row, centre, 1.5, t -> Math.exp(-2 * t * t));
            case "mitchellcubic" -> kernel(row, centre, 2, Resampling::mitchell);
            default -> throw new UnfitException("interpolation is not known. Received: " + interpolation);
        }
    }

    private static int inside(int at, int size) {
        return Math.max(0, Math.min(at, size - 1));
    }

    /** Weights outside the axis fall away and the others sum to one (TensorFlow's scale_and_translate). */
    private static void kernel(double[] row, double centre, double radius, DoubleUnaryOperator weight) {
        double sum = 0;
        for (int i = 0; i < row.length; i++) {
            double distance = Math.abs(i - centre);
            row[i] = distance < radius ? weight.applyAsDouble(distance) : 0;
            sum += row[i];
        }
        for (int i = 0; i < row.length; i++) {
            row[i] /= sum;
        }
    }

    /** Bicubic weights come from a table of 1,024 steps (core/kernels/image/resize_bicubic_op.cc). */
    private static double onTable(int out, double scale) {
        float centre = (out + 0.5f) * (float) scale - 0.5f;
        double from = Math.floor(centre);
        return from + Math.rint((centre - (float) from) * 1024) / 1024;
    }

    private static double cubic(double t) {
        return t < 1 ? (1.5 * t - 2.5) * t * t + 1 : ((-0.5 * t + 2.5) * t - 4) * t + 2;
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
}
