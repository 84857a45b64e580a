package io.github.keras4j.engine.purejava.values;

/**
 * Keras's mask beside a tensor: true where a step counts. Whether there is one is known when a program is bound,
 * its contents with every call.
 *
 * @param data row-major; buffers of the program, overwritten by every call
 * @param shape usually {@code (batch, steps)}
 */
public record Mask(boolean[] data, int[] shape) {
    public Mask reshaped(int... newShape) {
        return new Mask(data, newShape);
    }
}
