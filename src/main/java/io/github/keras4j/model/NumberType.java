package io.github.keras4j.model;

import java.util.Locale;
import java.util.Optional;

/**
 * What kind of numbers a tensor holds while Keras computes, narrow ones included: integers wrap at their width, and
 * operations answer by the types of what they take.
 */
public enum NumberType {
    /** True and false. */
    BOOL(1, Kind.BOOL),
    /** 0 to 255. */
    UINT8(8, Kind.UNSIGNED),
    /** 0 to 65,535. */
    UINT16(16, Kind.UNSIGNED),
    /** 0 to 2^32 - 1. */
    UINT32(32, Kind.UNSIGNED),
    /** 0 to 2^64 - 1. */
    UINT64(64, Kind.UNSIGNED),
    /** -128 to 127. */
    INT8(8, Kind.SIGNED),
    /** -32,768 to 32,767. */
    INT16(16, Kind.SIGNED),
    /** -2^31 to 2^31 - 1. */
    INT32(32, Kind.SIGNED),
    /** -2^63 to 2^63 - 1. */
    INT64(64, Kind.SIGNED),
    /** Half precision. */
    FLOAT16(16, Kind.FLOAT),
    /** The first half of a float32. */
    BFLOAT16(16, Kind.FLOAT),
    /** Single precision: what is computed in here. */
    FLOAT32(32, Kind.FLOAT),
    /** Double precision. */
    FLOAT64(64, Kind.FLOAT),
    /** Two float32. */
    COMPLEX64(64, Kind.COMPLEX),
    /** Text. */
    STRING(0, Kind.STRING);

    private enum Kind {
        BOOL,
        UNSIGNED,
        SIGNED,
        FLOAT,
        COMPLEX,
        STRING
    }

    /** The largest magnitude up to which every whole number is a float. */
    private static final double EXACT = 1 << 24;

    private final int bits;
    private final Kind kind;

    NumberType(int bits, Kind kind) {
        this.bits = bits;
        this.kind = kind;
    }

    /** By Keras's and numpy's name: {@code float32}, {@code uint8}, {@code bool}, ...; empty for any other name. */
    public static Optional<NumberType> of(String kerasName) {
        for (NumberType type : values()) {
            if (type.kerasName().equals(kerasName)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** {@return the name in Keras's configurations: {@code float32}, {@code uint8}, ...} */
    public String kerasName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return whether it holds fractions} */
    public boolean isFloating() {
        return kind == Kind.FLOAT;
    }

    /** Whole numbers, signed or not; not bool. */
    public boolean isInteger() {
        return kind == Kind.SIGNED || kind == Kind.UNSIGNED;
    }

    /** {@return whether it holds numbers below zero} */
    public boolean isSigned() {
        return kind == Kind.SIGNED || kind == Kind.FLOAT;
    }

    /** {@return its width} */
    public int bits() {
        return bits;
    }

    /** Whether float32 holds what Keras computes in this type, but for float64's last digits. */
    public boolean isComputable() {
        return kind != Kind.COMPLEX && kind != Kind.STRING;
    }

    /** The smallest number of this type. */
    public double lowest() {
        return switch (kind) {
            case SIGNED -> -Math.scalb(1.0, bits - 1);
            case FLOAT -> Double.NEGATIVE_INFINITY;
            default -> 0;
        };
    }

    /** The largest number of this type. */
    public double highest() {
        return switch (kind) {
            case BOOL -> 1;
            case UNSIGNED -> Math.scalb(1.0, bits) - 1;
            case SIGNED -> Math.scalb(1.0, bits - 1) - 1;
            default -> Double.POSITIVE_INFINITY;
        };
    }

    /** {@return whether it is one of the two half types, which float32 holds and numbers are rounded to} */
    public boolean isHalf() {
        return kind == Kind.FLOAT && bits == 16;
    }

    /**
     * {@return the nearest number of a half type, of two the even one; beyond its range infinity. Of another type, the
     * number itself}
     */
    public float rounded(float number) {
        if (!isHalf() || Float.isNaN(number) || Float.isInfinite(number)) {
            return number;
        }
        int digits = this == FLOAT16 ? 10 : 7;
        int exponent = Math.max(Math.getExponent(number), this == FLOAT16 ? -14 : -126);
        double step = Math.scalb(1.0, exponent - digits);
        double nearest = Math.rint(number / step) * step;
        double highest = this == FLOAT16 ? 65504 : 0x1.FEp127;
        return Math.abs(nearest) > highest ? Math.copySign(Float.POSITIVE_INFINITY, number) : (float) nearest;
    }

    /**
     * A computed number as this type holds it: whole numbers wrap at their width, half types round.
     *
     * @throws ArithmeticException for a whole number that no float holds exactly
     */
    public float store(double computed) {
        if (kind == Kind.FLOAT) {
            return rounded((float) computed);
        }
        if (kind == Kind.BOOL) {
            return computed != 0 ? 1 : 0;
        }
        double whole = computed;
        if (whole < lowest() || whole > highest()) {
            double range = Math.scalb(1.0, bits);
            whole -= Math.floor((whole - lowest()) / range) * range;
        }
        if (!(Math.abs(whole) <= EXACT) || Math.abs(computed) > 1L << 53) {
            throw new ArithmeticException("a number of type " + kerasName()
                    + " is beyond 2^24, where whole numbers are not exact here. Received: " + whole);
        }
        return (float) whole;
    }

    /**
     * The type of an operation on both, as Keras 3 promotes (keras/src/backend/common/dtypes.py 3.15): a wider one, one
     * that holds signed and unsigned, or the floating one.
     */
    public NumberType with(NumberType other) {
        if (this == other || other == BOOL) {
            return this;
        }
        if (this == BOOL) {
            return other;
        }
        if (kind != Kind.SIGNED && kind != Kind.UNSIGNED || !other.isInteger()) {
            if (isFloating() && other.isFloating()) {
                return bits == other.bits ? FLOAT32 : bits > other.bits ? this : other;
            }
            return kind.ordinal() > other.kind.ordinal() ? this : other;
        }
        if (kind == other.kind) {
            return bits > other.bits ? this : other;
        }
        NumberType signed = kind == Kind.SIGNED ? this : other;
        NumberType unsigned = kind == Kind.SIGNED ? other : this;
        if (signed.bits > unsigned.bits) {
            return signed;
        }
        return switch (unsigned.bits) {
            case 8 -> INT16;
            case 16 -> INT32;
            case 32 -> INT64;
            default -> FLOAT32;
        };
    }

    /** The floating type that an operation on this answers in, where it answers in one. */
    public NumberType floating() {
        return isFloating() || kind == Kind.COMPLEX ? this : FLOAT32;
    }
}
