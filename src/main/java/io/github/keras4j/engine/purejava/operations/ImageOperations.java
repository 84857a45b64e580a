package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.program.Resample;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.SamplingGrid;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** {@code keras.ops.image} and {@code tf.image}: of one image, or of a batch. */
final class ImageOperations {
    private ImageOperations() {}

    static void addTo(Map<String, Operation> all) {
        Operations.single(all, "resize", ImageOperations::resize);
        Operations.single(all, "crop_images", call -> images(call, x -> window(call, x, "cropping", -1)));
        Operations.single(all, "pad_images", call -> images(call, x -> window(call, x, "padding", 1)));
        Operations.single(all, "rgb_to_grayscale", call -> images(call, x -> gray(call, x)));
        Operations.single(all, "rgb_to_hsv", call -> images(call, x -> pixels(call, x, ImageOperations::hsv)));
        Operations.single(all, "hsv_to_rgb", call -> images(call, x -> pixels(call, x, ImageOperations::rgb)));
        Operations.single(all, "gaussian_blur", call -> images(call, x -> blur(call, x)));
        Operations.single(all, "sobel_edges", ImageOperations::sobel);
    }

    /** With a batch axis and the channels last. */
    private static Value images(OperationCall call, UnaryOperator<Value> function) {
        Value given = call.x();
        boolean first = Layout.first(call);
        boolean alone = given.rank() == 3;
        if (given.rank() != 3 && given.rank() != 4) {
            throw new BindException("it takes an image or a batch of them. Received: shape " + given.toShape());
        }
        Value x = Layout.last(call, alone ? Reshapes.expand(given, List.of(0)) : given, first);
        Value y = Layout.back(call, function.apply(x), first);
        return alone ? y.reshaped(Arrays.copyOfRange(y.shape(), 1, y.rank())) : y;
    }

    private static Value resize(OperationCall call) {
        call.only("antialias", false);
        call.only("crop_to_aspect_ratio", false);
        call.only("pad_to_aspect_ratio", false);
        call.has("fill_mode"); // both fill what pad_to_aspect_ratio leaves open
        call.has("fill_value");
        String interpolation = call.text("interpolation");
        if (!Resample.knows(interpolation)) {
            throw new RefusedException("this interpolation is not run. Received: interpolation=" + interpolation);
        }
        if (!call.typeOfX().isFloating() && !(call.type().isFloating() || interpolation.equals("nearest"))) {
            throw new RefusedException("images of whole numbers are resized to the nearest alone");
        }
        int[] size = call.sizes("size", 2);
        return images(
                call,
                x -> Resample.bind(
                        Resample.bind(x, 1, size[0], interpolation, SamplingGrid.CENTRE, call.binding()),
                        2,
                        size[1],
                        interpolation,
                        SamplingGrid.CENTRE,
                        call.binding()));
    }

    /** Of top, bottom and the target's height, two are given; likewise for the width. */
    private static Value window(OperationCall call, Value x, String what, int sign) {
        int[] height = ends(call, "top_" + what, "bottom_" + what, "target_height", x.size(1), sign);
        int[] width = ends(call, "left_" + what, "right_" + what, "target_width", x.size(2), sign);
        if (sign < 0) {
            Value rows = Slices.range(x, 1, height[0], x.size(1) - height[0] - height[1], call.binding());
            return Slices.range(rows, 2, width[0], x.size(2) - width[0] - width[1], call.binding());
        }
        Value rows = Slices.padded(x, 1, height[0], height[1], call.binding());
        return Slices.padded(rows, 2, width[0], width[1], call.binding());
    }

    private static int[] ends(OperationCall call, String before, String after, String target, int size, int sign) {
        int change = call.has(target) ? sign * (call.integer(target) - size) : 0;
        int given = (call.has(before) ? 1 : 0) + (call.has(after) ? 1 : 0) + (call.has(target) ? 1 : 0);
        if (given != 2) {
            throw new BindException("two of " + before + ", " + after + " and " + target + " are given");
        }
        int front = call.has(before) ? call.integer(before) : change - call.integer(after);
        int back = call.has(after) ? call.integer(after) : change - front;
        if (front < 0 || back < 0 || sign < 0 && front + back > size) {
            throw new BindException(before + " and " + after + " leave the image. Received: " + front + " and " + back);
        }
        return new int[] {front, back};
    }

    private static void requireRgb(Value x) {
        if (x.lastSize() != 3) {
            throw new BindException("it takes three channels. Received: shape " + x.toShape());
        }
    }

    private static Value gray(OperationCall call, Value x) {
        requireRgb(x);
        if (!call.typeOfX().isFloating()) {
            throw new RefusedException("rgb_to_grayscale of whole numbers is not run");
        }
        int[] shape = x.shape().clone();
        shape[3] = 1;
        return call.fill(
                shape, i -> 0.2989 * x.data()[3 * i] + 0.587 * x.data()[3 * i + 1] + 0.114 * x.data()[3 * i + 2]);
    }

    private static Value pixels(OperationCall call, Value x, UnaryOperator<double[]> pixel) {
        requireRgb(x);
        float[] data = x.data();
        return call.fill(x.shape(), i -> {
            int at = i - i % 3;
            return pixel.apply(new double[] {data[at], data[at + 1], data[at + 2]})[i % 3];
        });
    }

    /** tensorflow/core/kernels/image/colorspace_op.h. */
    private static double[] hsv(double[] p) {
        double most = Math.max(p[0], Math.max(p[1], p[2]));
        double range = most - Math.min(p[0], Math.min(p[1], p[2]));
        double saturation = most > 0 ? range / most : 0;
        double norm = 1 / (6 * range);
        double hue = most == p[0]
                ? norm * (p[1] - p[2])
                : most == p[1] ? norm * (p[2] - p[0]) + 2.0 / 6 : norm * (p[0] - p[1]) + 4.0 / 6;
        hue = range > 0 ? hue : 0;
        return new double[] {hue < 0 ? hue + 1 : hue, saturation, most};
    }

    private static double[] rgb(double[] p) {
        double[] y = new double[3];
        double dh = p[0] * 6;
        double[] ramps = {Math.abs(dh - 3) - 1, 2 - Math.abs(dh - 2), 2 - Math.abs(dh - 4)};
        for (int c = 0; c < 3; c++) {
            y[c] = ((1 - p[1]) + p[1] * Math.max(0, Math.min(1, ramps[c]))) * p[2];
        }
        return y;
    }

    private static Value blur(OperationCall call, Value x) {
        int[] size = call.sizes("kernel_size", 2);
        if (!(call.any("sigma") instanceof List<?> sigma) || sigma.size() != 2) {
            throw new RefusedException("gaussian_blur takes two sigmas. Received: sigma=" + call.any("sigma"));
        }
        // the first sigma goes with the first size, but along the columns (gaussian_blur, Keras 3.15)
        double[] columns = gauss(size[0], (Double) sigma.get(0));
        double[] rows = gauss(size[1], (Double) sigma.get(1));
        int channels = x.lastSize();
        float[] kernel = new float[size[0] * size[1] * channels];
        for (int i = 0; i < kernel.length; i++) {
            int element = i / channels; // of rows.length x columns.length, read as kernel_size says
            kernel[i] = (float) (rows[element / columns.length] * columns[element % columns.length]);
        }
        Geometry geometry = Geometry.of(Geometry.spatial(x), size, Convolutions.ones(2), Convolutions.ones(2), "same");
        Value weights = new Value(kernel, size[0], size[1], channels, 1);
        return Convolutions.depthwise(call, x, weights, geometry);
    }

    private static double[] gauss(int size, double sigma) {
        double[] kernel = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double x = (i - (size - 1) / 2.0) / sigma;
            kernel[i] = Math.exp(-0.5 * x * x);
            sum += kernel[i];
        }
        for (int i = 0; i < size; i++) {
            kernel[i] /= sum;
        }
        return kernel;
    }

    /** Differences down and across, over edges that are reflected: {@code [batch, rows, columns, channels, 2]}. */
    private static Value sobel(OperationCall call) {
        if (Layout.first(call)) {
            throw new RefusedException("sobel_edges is run with the channels last");
        }
        Value x = call.x();
        if (x.rank() != 4) {
            throw new BindException("it takes a batch of images. Received: shape " + x.toShape());
        }
        int height = x.size(1);
        int width = x.size(2);
        int channels = x.lastSize();
        int[] side = {1, 2, 1};
        int[] shape = {x.size(0), height, width, channels, 2};
        return call.fill(shape, i -> {
            int pixel = i / 2 / channels;
            int row = pixel / width % height;
            int column = pixel % width;
            double sum = 0;
            for (int a = -1; a <= 1; a++) {
                for (int b = -1; b <= 1; b++) {
                    int weight = i % 2 == 0 ? a * side[b + 1] : b * side[a + 1];
                    int at = (pixel / width / height * height + mirror(row + a, height)) * width
                            + mirror(column + b, width);
                    sum += weight * (double) x.data()[at * channels + i / 2 % channels];
                }
            }
            return sum;
        });
    }

    private static int mirror(int at, int size) {
        return at < 0 ? -at : at >= size ? 2 * size - 2 - at : at;
    }
}
