package io.github.keras4j.compare;

import io.github.keras4j.compare.TensorDiff.ShapeDiff;

/** The message of an output whose shape is not Python's. */
final class ShouldHaveShape {
    private ShouldHaveShape() {}

    static String message(ShapeDiff diff) {
        return "  Shapes differ: java " + diff.javaShape() + "     python " + diff.pythonShape();
    }
}
