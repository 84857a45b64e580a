package io.github.keras4j.image;

/** How an image is resized: Pillow's filters, under the names that Keras's {@code load_img} takes. */
public enum Interpolation {
    /** The pixel that lies at the place; Keras's default. */
    NEAREST(0) {
        @Override
        double weight(double x) {
            throw new IllegalStateException("nearest weighs no pixels");
        }
    },
    /** Straight lines. */
    BILINEAR(1) {
        @Override
        double weight(double x) {
            double away = Math.abs(x);
            return away < 1 ? 1 - away : 0;
        }
    },
    /** Cubic curves with a = -0.5. */
    BICUBIC(2) {
        @Override
        double weight(double x) {
            double a = -0.5;
            double away = Math.abs(x);
            if (away < 1) {
                return ((a + 2) * away - (a + 3)) * away * away + 1;
            }
            return away < 2 ? (((away - 5) * away + 8) * away - 4) * a : 0;
        }
    },
    /** A sinc in a Hamming window. */
    HAMMING(1) {
        @Override
        double weight(double x) {
            double away = Math.abs(x);
            if (away == 0 || away >= 1) {
                return away == 0 ? 1 : 0;
            }
            double angle = away * Math.PI;
            return Math.sin(angle) / angle * (0.54f + 0.46f * Math.cos(angle));
        }
    },
    /** The mean of the pixels below. */
    BOX(0.5) {
        @Override
        double weight(double x) {
            return x > -0.5 && x <= 0.5 ? 1 : 0;
        }
    },
    /** A sinc in a window of three lobes. */
    LANCZOS(3) {
        @Override
        double weight(double x) {
            return x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;
        }
    };

    private final double support;

    Interpolation(double support) {
        this.support = support;
    }

    /** How far from the centre pixels have a weight. */
    double support() {
        return support;
    }

    /** The weight of a pixel at that distance from the centre (Pillow's Resample.c). */
    abstract double weight(double x);

    private static double sinc(double x) {
        double angle = x * Math.PI;
        return x == 0 ? 1 : Math.sin(angle) / angle;
    }
}
