package io.github.keras4j.engine.purejava.layers;

/** Discrete Fourier transforms of one length, in double: halved while the length is even, by definition from there on. */
final class Fourier {
    private final int length;
    private final double[] cosines;
    private final double[] sines;

    Fourier(int length) {
        this.length = length;
        cosines = new double[length];
        sines = new double[length];
        for (int i = 0; i < length; i++) {
            cosines[i] = Math.cos(2 * Math.PI * i / length);
            sines[i] = -Math.sin(2 * Math.PI * i / length);
        }
    }

    /**
     * Transforms real numbers.
     *
     * @param real the numbers; afterwards the real parts
     * @return the imaginary parts
     */
    double[] transform(double[] real) {
        double[] imaginary = new double[length];
        double[] values = real.clone();
        transform(values, 0, 1, real, imaginary, 0, length);
        return imaginary;
    }

    /** Of {@code count} values, every {@code step}th from {@code from} on, into the places from {@code to} on. */
    private void transform(double[] x, int from, int step, double[] real, double[] imaginary, int to, int count) {
        if (count % 2 != 0) {
            define(x, from, step, real, imaginary, to, count);
            return;
        }
        int half = count / 2;
        transform(x, from, 2 * step, real, imaginary, to, half);
        transform(x, from + step, 2 * step, real, imaginary, to + half, half);
        for (int k = 0; k < half; k++) {
            double cosine = cosines[k * step];
            double sine = sines[k * step];
            double oddReal = real[to + half + k] * cosine - imaginary[to + half + k] * sine;
            double oddImaginary = real[to + half + k] * sine + imaginary[to + half + k] * cosine;
            real[to + half + k] = real[to + k] - oddReal;
            imaginary[to + half + k] = imaginary[to + k] - oddImaginary;
            real[to + k] += oddReal;
            imaginary[to + k] += oddImaginary;
        }
    }

    private void define(double[] x, int from, int step, double[] real, double[] imaginary, int to, int count) {
        for (int k = 0; k < count; k++) {
            double re = 0;
            double im = 0;
            for (int j = 0; j < count; j++) {
                int angle = (int) ((long) j * k % count) * step;
                re += x[from + j * step] * cosines[angle];
                im += x[from + j * step] * sines[angle];
            }
            real[to + k] = re;
            imaginary[to + k] = im;
        }
    }
}
