package io.github.keras4j.archive;

import io.jhdf.object.datatype.FloatingPoint;
import java.nio.ByteBuffer;

/**
 * Where a stored float has its sign, exponent and mantissa. HDF5 lets a file lay them out freely; jHDF goes by the
 * number of bytes alone and read a bfloat16 as IEEE's half.
 */
record FloatLayout(
        int size, int sign, int exponentAt, int exponentSize, int mantissaAt, int mantissaSize, int bias, int norm) {
    /** The mantissa's first bit is not stored (HDF5 file format, IV.A.2.d, class 1). */
    private static final int IMPLIED = 2;

    private static final FloatLayout FLOAT32 = new FloatLayout(4, 31, 23, 8, 0, 23, 127, IMPLIED);
    private static final FloatLayout FLOAT64 = new FloatLayout(8, 63, 52, 11, 0, 52, 1023, IMPLIED);

    static FloatLayout of(FloatingPoint type) {
        return new FloatLayout(
                type.getSize(),
                type.getSignLocation(),
                type.getExponentLocation(),
                type.getExponentSize(),
                type.getMantissaLocation(),
                type.getMantissaSize(),
                type.getExponentBias(),
                type.getMantissaNormalization());
    }

    boolean isFloat32() {
        return is(FLOAT32);
    }

    boolean isFloat64() {
        return is(FLOAT64);
    }

    /** As {@code equals}, which is made at run time: a model's start would wait for it. */
    private boolean is(FloatLayout other) {
        return size == other.size
                && sign == other.sign
                && exponentAt == other.exponentAt
                && exponentSize == other.exponentSize
                && mantissaAt == other.mantissaAt
                && mantissaSize == other.mantissaSize
                && bias == other.bias
                && norm == other.norm;
    }

    /** Whether its values are tried as float64: {@link #value} refuses those that are none. */
    boolean isReadable() {
        return size >= 1
                && size <= 8
                && norm == IMPLIED
                && within(sign, 1)
                && within(exponentAt, exponentSize)
                && within(mantissaAt, mantissaSize)
                && exponentSize >= 1
                && exponentSize <= 11
                && mantissaSize <= 52
                && bias >= 0
                && bias <= 1 << 12;
    }

    /** Whether every value is a float32. */
    boolean fitsFloat32() {
        return isReadable()
                && exponentSize <= 8
                && mantissaSize <= 23
                && (1 << exponentSize) - 2 - bias <= 127
                && 1 - bias - mantissaSize >= -149;
    }

    private boolean within(int at, int bits) {
        return at >= 0 && bits >= 0 && at + bits <= 8 * size;
    }

    /**
     * The value whose bytes begin there.
     *
     * @throws ArithmeticException when no float64 has it
     */
    double value(ByteBuffer bytes, int at, boolean bigEndian) {
        long bits = 0;
        for (int i = 0; i < size; i++) {
            bits = bits << 8 | bytes.get(bigEndian ? at + i : at + size - 1 - i) & 0xff;
        }
        long exponent = field(bits, exponentAt, exponentSize);
        long mantissa = field(bits, mantissaAt, mantissaSize);
        double magnitude;
        if (exponent == (1L << exponentSize) - 1) {
            magnitude = mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else {
            long whole = exponent == 0 ? mantissa : mantissa | 1L << mantissaSize;
            int shift = (int) Math.max(exponent, 1) - bias - mantissaSize;
            magnitude = Math.scalb((double) whole, shift);
            if (Math.scalb(magnitude, -shift) != whole) {
                throw new ArithmeticException(whole + " * 2^" + shift);
            }
        }
        return field(bits, sign, 1) == 0 ? magnitude : -magnitude;
    }

    private static long field(long bits, int at, int size) {
        return size == 0 ? 0 : bits >>> at & (-1L >>> (64 - size));
    }
}
