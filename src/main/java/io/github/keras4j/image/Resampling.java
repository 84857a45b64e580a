package io.github.keras4j.image;

/**
 * Pillow's {@code resize}: first along the rows, then along the columns, in integers (src/libImaging/Resample.c and
 * Geometry.c of Pillow 11).
 *
 * @param top where the part begins that is resized; with {@code bottom}, {@code left} and {@code right} a box in the
 *     image. Pixels around it still count for those at its border
 */
record Resampling(int height, int width, int top, int left, int bottom, int right) {
    private static final int PRECISION = 32 - 8 - 2;

    static Resampling ofWhole(int fromHeight, int fromWidth, int height, int width) {
        return new Resampling(height, width, 0, 0, fromHeight, fromWidth);
    }

    /** The largest box in the middle with the proportions of the target (load_img in keras/src/utils/image_utils.py). */
    static Resampling ofMiddle(int fromHeight, int fromWidth, int height, int width) {
        int cropHeight = (int) Math.min(fromHeight, (long) fromWidth * height / width);
        int cropWidth = (int) Math.min(fromWidth, (long) fromHeight * width / height);
        int top = (fromHeight - cropHeight) / 2;
        int left = (fromWidth - cropWidth) / 2;
        return new Resampling(height, width, top, left, top + cropHeight, left + cropWidth);
    }

    Pixels resize(Pixels image, Interpolation interpolation) {
        boolean same =
                image.height() == height && image.width() == width && bottom - top == height && right - left == width;
        if (same) {
            return image;
        }
        if (interpolation == Interpolation.NEAREST) {
            return nearest(image);
        }
        if (image.channels() == Color.RGBA.channels()) {
            return filtered(image.premultiplied(), interpolation).divided();
        }
        return filtered(image, interpolation);
    }

    /** The places are summed up step by step, as Pillow does, so that rounding falls alike. */
    private Pixels nearest(Pixels image) {
        int channels = image.channels();
        double stepX = (double) (right - left) / width;
        double stepY = (double) (bottom - top) / height;
        int[] columns = new int[width];
        double place = left + stepX * 0.5;
        for (int x = 0; x < width; x++, place += stepX) {
            columns[x] = (int) place;
        }
        int[] values = new int[height * width * channels];
        place = top + stepY * 0.5;
        for (int y = 0; y < height; y++, place += stepY) {
            for (int x = 0; x < width; x++) {
                System.arraycopy(
                        image.values(),
                        ((int) place * image.width() + columns[x]) * channels,
                        values,
                        (y * width + x) * channels,
                        channels);
            }
        }
        return new Pixels(height, width, channels, values);
    }

    private Pixels filtered(Pixels image, Interpolation interpolation) {
        Pixels wide = image;
        if (image.width() != width || left != 0 || right != width) {
            wide = alongRows(image, Weights.of(image.width(), left, right, width, interpolation));
        }
        if (image.height() != height || top != 0 || bottom != height) {
            return alongColumns(wide, Weights.of(image.height(), top, bottom, height, interpolation));
        }
        return wide;
    }

    private static Pixels alongRows(Pixels image, Weights weights) {
        int channels = image.channels();
        int width = weights.first.length;
        int[] values = new int[image.height() * width * channels];
        for (int y = 0, at = 0; y < image.height(); y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    int from = (y * image.width() + weights.first[x]) * channels + c;
                    values[at++] = weights.sum(x, image.values(), from, channels);
                }
            }
        }
        return new Pixels(image.height(), width, channels, values);
    }

    private static Pixels alongColumns(Pixels image, Weights weights) {
        int row = image.width() * image.channels();
        int height = weights.first.length;
        int[] values = new int[height * row];
        for (int y = 0, at = 0; y < height; y++) {
            for (int i = 0; i < row; i++) {
                values[at++] = weights.sum(y, image.values(), weights.first[y] * row + i, row);
            }
        }
        return new Pixels(height, image.width(), image.channels(), values);
    }

    /** For each place of the target, the first pixel that counts and the weights from there on. */
    private static final class Weights {
        private final int[] first;
        private final int[][] weights;

        private Weights(int size) {
            first = new int[size];
            weights = new int[size][];
        }

        static Weights of(int from, int begin, int end, int size, Interpolation interpolation) {
            Weights all = new Weights(size);
            double scale = (double) (end - begin) / size;
            double filterScale = Math.max(scale, 1);
            double support = interpolation.support() * filterScale;
            for (int i = 0; i < size; i++) {
                double center = begin + (i + 0.5) * scale;
                int least = Math.max(0, (int) (center - support + 0.5));
                int count = Math.min(from, (int) (center + support + 0.5)) - least;
                double[] exact = new double[count];
                double sum = 0;
                for (int k = 0; k < count; k++) {
                    exact[k] = interpolation.weight((k + least - center + 0.5) * (1 / filterScale));
                    sum += exact[k];
                }
                all.first[i] = least;
                all.weights[i] = new int[count];
                for (int k = 0; k < count; k++) {
                    double weight = sum == 0 ? exact[k] : exact[k] / sum;
                    all.weights[i][k] = (int) ((weight < 0 ? -0.5 : 0.5) + weight * (1 << PRECISION));
                }
            }
            return all;
        }

        int sum(int place, int[] values, int from, int step) {
            int sum = 1 << PRECISION - 1;
            int at = from;
            for (int weight : weights[place]) {
                sum += values[at] * weight;
                at += step;
            }
            return Math.max(0, Math.min(255, sum >> PRECISION));
        }
    }
}
