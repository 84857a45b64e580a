package io.github.keras4j.validate;

/**
 * How numbers of at least 0 are spread: counts in bins of 1/64 of their binary order, so that quantiles of any count of
 * numbers take one megabyte and are right to 1.6 percent, upwards. Whole numbers up to 128 are exact.
 */
public final class Spread {
    private static final int SHIFT = 52 - 6;

    private final long[] bins = new long[1 << 17];
    private long count;
    private long zeros;
    private double greatest;
    private double sum;

    /** @param value at least 0; infinite for a pair of which one is no number */
    void add(double value) {
        count++;
        if (value == 0) {
            zeros++;
            return;
        }
        bins[(int) (Double.doubleToRawLongBits(value) >>> SHIFT)]++;
        greatest = Math.max(greatest, value);
        sum += value;
    }

    void addZeros(int more) {
        count += more;
        zeros += more;
    }

    /** {@return how many numbers} */
    public long count() {
        return count;
    }

    /** {@return how many of them are 0} */
    public long zeros() {
        return zeros;
    }

    /** {@return the greatest, exactly; 0 of none} */
    public double greatest() {
        return greatest;
    }

    /** {@return their mean; 0 of none} */
    public double mean() {
        return count == 0 ? 0 : sum / count;
    }

    /**
     * The number that a share of all does not exceed.
     *
     * @param share from 0 to 1
     */
    public double quantile(double share) {
        long below = zeros;
        long wanted = (long) Math.ceil(share * count - 1e-6); // 0.07 * 100 is more than 7
        if (wanted <= below) {
            return 0;
        }
        for (int i = 0; i < bins.length; i++) {
            below += bins[i];
            if (below >= wanted) {
                double least = Double.longBitsToDouble((long) i << SHIFT);
                boolean exact = least == Math.rint(least) && least <= 128 || Double.isInfinite(least);
                double most = exact ? least : Double.longBitsToDouble((long) (i + 1) << SHIFT);
                return Math.min(most, greatest);
            }
        }
        return greatest;
    }

    /**
     * How many lie in each power of ten.
     *
     * @param from the exponent of the first bin: it counts 10^from up to below 10^(from+1), and all that is less but not
     *     0
     * @param to the exponent of the last one, which also counts all that is more
     */
    public long[] decades(int from, int to) {
        long[] counts = new long[to - from + 1];
        for (int i = 0; i < bins.length; i++) {
            if (bins[i] > 0) {
                double middle = Double.longBitsToDouble(((long) i << SHIFT) + (1L << SHIFT - 1));
                int decade = Double.isInfinite(middle) ? to : (int) Math.floor(Math.log10(middle));
                counts[Math.max(0, Math.min(counts.length - 1, decade - from))] += bins[i];
            }
        }
        return counts;
    }
}
