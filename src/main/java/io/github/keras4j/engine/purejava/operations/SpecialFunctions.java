package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.kernels.ElementFunctions;

/** Functions that java.lang.Math lacks, in double, each to well within a float's last digit. */
final class SpecialFunctions {
    private static final double[] LANCZOS = {
        0.99999999999980993,
        676.5203681218851,
        -1259.1392167224028,
        771.32342877765313,
        -176.61502916214059,
        12.507343278686905,
        -0.13857109526572012,
        9.9843695780195716e-6,
        1.5056327351493116e-7
    };

    private SpecialFunctions() {}

    /** 1 - erf near zero; its continued fraction (Abramowitz and Stegun 7.1.14) where that would cancel. */
    static double erfc(double x) {
        if (Math.abs(x) < 2 || Double.isNaN(x)) {
            return 1 - ElementFunctions.erf(x);
        }
        if (x < 0) {
            return 2 - erfc(-x);
        }
        double fraction = 0;
        for (int n = 60; n > 0; n--) {
            fraction = n / 2.0 / (x + fraction);
        }
        return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
    }

    /** Newton's method on erfc, from Winitzki's estimate. */
    static double erfinv(double y) {
        if (!(Math.abs(y) < 1)) {
            return Math.abs(y) == 1 ? y * Double.POSITIVE_INFINITY : Double.NaN;
        }
        double log = Math.log1p(-y * y);
        double part = 2 / (Math.PI * 0.147) + log / 2;
        double x = Math.copySign(Math.sqrt(Math.sqrt(part * part - log / 0.147) - part), y);
        for (int i = 0; i < 4; i++) {
            double error = y > 0.5 ? (1 - y) - erfc(x) : y < -0.5 ? erfc(-x) - (1 + y) : ElementFunctions.erf(x) - y;
            x -= error / (2 / Math.sqrt(Math.PI) * Math.exp(-x * x));
        }
        return x;
    }

    /** log |gamma(x)|, by Lanczos's sum of nine terms. */
    static double lgamma(double x) {
        if (x <= 0 && x == Math.floor(x)) {
            return Double.POSITIVE_INFINITY;
        }
        if (x < 0.5) {
            return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - lgamma(1 - x);
        }
        double sum = LANCZOS[0];
        for (int i = 1; i < LANCZOS.length; i++) {
            sum += LANCZOS[i] / (x - 1 + i);
        }
        double t = x + 6.5;
        return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
    }

    static double digamma(double x) {
        if (x <= 0 && x == Math.floor(x)) {
            return Double.NaN;
        }
        if (x < 0) {
            return digamma(1 - x) - Math.PI / Math.tan(Math.PI * x);
        }
        double shifted = x;
        double sum = 0;
        while (shifted < 10) {
            sum -= 1 / shifted;
            shifted++;
        }
        double s = 1 / (shifted * shifted);
        return sum
                + Math.log(shifted)
                - 0.5 / shifted
                - s * (1 / 12.0 - s * (1 / 120.0 - s * (1 / 252.0 - s * (1 / 240.0 - s / 132))));
    }

    /** The modified Bessel function of order zero, by its series. */
    static double i0(double x) {
        double quarter = x * x / 4;
        double term = 1;
        double sum = 1;
        for (int k = 1; term > 1e-17 * sum; k++) {
            term *= quarter / ((double) k * k);
            sum += term;
        }
        return sum;
    }
}
