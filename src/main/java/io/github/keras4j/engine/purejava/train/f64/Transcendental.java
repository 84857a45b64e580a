package io.github.keras4j.engine.purejava.train.f64;

/** tanh and sigmoid to about an ulp, on the one function that HotSpot has in hardware's reach: exp. */
public final class Transcendental {
    private Transcendental() {}

    public static double sigmoid(double x) {
        return (double) (1.0 / (1.0 + Math.exp(-x)));
    }

    /** Below 0.625 the rational approximation of Cephes ({@code tanh.c}, relative error 4e-17), above by exp. */
    public static double tanh(double x) {
        double size = Math.abs(x);
        if (size >= (double) 0.625) {
            double y = size > 22 ? 1 : (double) (1.0 - 2.0 / (Math.exp(2.0 * size) + 1.0));
            return x < 0 ? -y : y;
        }
        double z = x * x;
        double p = ((double) -9.64399179425052238628E-1 * z + (double) -9.92877231001918586564E1) * z
                + (double) -1.61468768441708447952E3;
        double q = ((z + (double) 1.12811678491632931402E2) * z + (double) 2.23548839060100448583E3) * z
                + (double) 4.84406305325125486048E3;
        return x + x * z * (p / q);
    }
}
