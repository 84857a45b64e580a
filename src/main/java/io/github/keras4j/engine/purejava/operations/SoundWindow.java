package io.github.keras4j.engine.purejava.operations;

import java.util.Arrays;

/** The weights of a short window of a sound, as TensorFlow has them. */
public final class SoundWindow {
    private SoundWindow() {}

    /**
     * A periodic window of {@code length}, centred among zeros. TensorFlow divides a period by the length, and where that
     * is odd by one less (python/ops/signal/window_ops.py, _raised_cosine_window), and rounds each step to float.
     *
     * @param name {@code hann} or {@code hamming}; {@code none}: ones throughout
     * @param within how many weights there are in all
     */
    public static float[] of(String name, int length, int within) {
        float[] weights = new float[within];
        if (name.equals("none")) {
            Arrays.fill(weights, 1);
            return weights;
        }
        boolean hann = name.equals("hann");
        float mean = hann ? 0.5f : 0.54f;
        float swing = hann ? 0.5f : 0.46f;
        float period = length + (1 - length % 2) - 1;
        int before = (within - length) / 2;
        for (int i = 0; i < length; i++) {
            float angle = (float) (2 * Math.PI) * i / period;
            weights[before + i] = length == 1 ? 1 : mean - swing * (float) Math.cos(angle);
        }
        return weights;
    }
}
