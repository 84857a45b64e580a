package io.github.keras4j.compare;

import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as messages print them, which is as Python and numpy do. */
final class Numbers {
    private Numbers() {}

    /** Python's repr of a float: {@code 0.001}, {@code 1e-05}, {@code 1.3e-06}. */
    static String repr(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value == 0 ? "0" : Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            return decimal.toPlainString();
        }
        String digits = decimal.movePointLeft(exponent).toPlainString();
        return digits + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    /** Two significant digits, rounded up, so that a tolerance of that size is enough: {@code 4.9e-04}. */
    static String roundedUp(double value) {
        BigDecimal up = new BigDecimal(value).round(new MathContext(2, RoundingMode.UP));
        return String.format(Locale.ROOT, "%.1e", up);
    }

    /** Two significant digits: {@code 4.9e-04}. */
    static String brief(double value) {
        return value == 0 ? "0" : Double.isFinite(value) ? String.format(Locale.ROOT, "%.1e", value) : repr(value);
    }

    /** A value with its bits in hexadecimal: {@code 0.23371011 (3e6f51a0)}. */
    static String withBits(double value, DType dtype) {
        return switch (dtype) {
            case FLOAT32 ->
                decimal(value, "%.8g") + String.format(Locale.ROOT, " (%08x)", Float.floatToRawIntBits((float) value));
            case FLOAT64 ->
                decimal(value, "%.16g") + String.format(Locale.ROOT, " (%016x)", Double.doubleToRawLongBits(value));
            case BOOL -> value != 0 ? "True" : "False";
            case INT32, INT64 -> Long.toString((long) value);
            case STRING -> throw new IllegalArgumentException("Strings have no bits. Received: dtype=string");
        };
    }

    private static String decimal(double value, String format) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : repr(value);
    }

    /** A flat index as numpy prints it: {@code (17, 2)}. */
    static String index(Shape shape, int flat) {
        int[] index = new int[shape.rank()];
        int rest = flat;
        for (int axis = index.length - 1; axis >= 0; axis--) {
            index[axis] = rest % shape.size(axis);
            rest /= shape.size(axis);
        }
        return Shape.of(index).toString();
    }
}
