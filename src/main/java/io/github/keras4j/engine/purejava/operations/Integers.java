package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.model.NumberType;

/** What whole numbers do otherwise than floats. */
final class Integers {
    private Integers() {}

    static void require(OperationCall call, NumberType type) {
        if (type.isFloating()) {
            throw new RefusedException("it takes whole numbers. Received: " + type.kerasName());
        }
    }

    static double notZero(double divisor) {
        if (divisor == 0) {
            throw new ArithmeticException("a whole number is divided by zero");
        }
        return divisor;
    }

    static double power(double base, double exponent) {
        if (exponent < 0) {
            throw new ArithmeticException("a whole number has a negative power. Received: " + exponent);
        }
        return Math.pow(base, exponent);
    }

    static double gcd(double a, double b) {
        long x = Math.abs((long) a);
        long y = Math.abs((long) b);
        while (y != 0) {
            long rest = x % y;
            x = y;
            y = rest;
        }
        return x;
    }

    static double lcm(double a, double b) {
        return a == 0 || b == 0 ? 0 : Math.abs(a * b) / gcd(a, b);
    }
}
