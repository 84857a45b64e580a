package io.github.keras4j.fit;

/**
 * numpy's legacy {@code RandomState(seed)}: the Mersenne twister MT19937, seeded by a number as {@code rk_seed} does
 * (numpy/random/mtrand/randomkit.c of 1.13; later numpy keeps the stream). The generators of commons-rng and the like
 * are seeded by arrays, which gives another stream for the same number.
 */
public final class NumpyRandom {
    private static final int N = 624;
    private static final int M = 397;

    private final int[] key = new int[N];
    private int position = N;
    private boolean hasGauss;
    private double gauss;

    /** @param seed 0 to 2^32 - 1, as {@code numpy.random.seed} takes it */
    public NumpyRandom(long seed) {
        if (seed < 0 || seed > 0xffffffffL) {
            throw new IllegalArgumentException("numpy's seeds go from 0 to 4294967295. Received: " + seed);
        }
        int value = (int) seed;
        for (int i = 0; i < N; i++) {
            key[i] = value;
            value = 1812433253 * (value ^ (value >>> 30)) + i + 1;
        }
    }

    private int next32() {
        if (position == N) {
            for (int i = 0; i < N; i++) {
                int y = (key[i] & 0x80000000) | (key[(i + 1) % N] & 0x7fffffff);
                key[i] = key[(i + M) % N] ^ (y >>> 1) ^ (-(y & 1) & 0x9908b0df);
            }
            position = 0;
        }
        int y = key[position++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    /** {@code random_sample()}: 53 bits in [0, 1). */
    public double randomSample() {
        long a = next32() >>> 5;
        long b = next32() >>> 6;
        return (a * 67108864.0 + b) / 9007199254740992.0;
    }

    /** {@code uniform(low, high, size)}. */
    public double[] uniform(double low, double high, int size) {
        double[] values = new double[size];
        double range = high - low;
        for (int i = 0; i < size; i++) {
            values[i] = low + range * randomSample();
        }
        return values;
    }

    /** {@code normal(loc, scale, size)}: Marsaglia's polar method, two numbers at a time ({@code rk_gauss}). */
    public double[] normal(double loc, double scale, int size) {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = loc + scale * nextGauss();
        }
        return values;
    }

    private double nextGauss() {
        if (hasGauss) {
            hasGauss = false;
            return gauss;
        }
        double x1;
        double x2;
        double square;
        do {
            x1 = 2.0 * randomSample() - 1.0;
            x2 = 2.0 * randomSample() - 1.0;
            square = x1 * x1 + x2 * x2;
        } while (square >= 1.0 || square == 0.0);
        double factor = Math.sqrt(-2.0 * StrictMath.log(square) / square);
        gauss = factor * x1;
        hasGauss = true;
        return factor * x2;
    }

    /** A number from 0 to {@code max}, both included ({@code rk_interval}). */
    public int interval(int max) {
        if (max == 0) {
            return 0;
        }
        int mask = -1 >>> Integer.numberOfLeadingZeros(max);
        int value;
        do {
            value = next32() & mask;
        } while (value > max);
        return value;
    }

    /** {@code shuffle(array)}, in place. */
    public void shuffle(long[] array) {
        for (int i = array.length - 1; i > 0; i--) {
            int j = interval(i);
            long held = array[i];
            array[i] = array[j];
            array[j] = held;
        }
    }
}
