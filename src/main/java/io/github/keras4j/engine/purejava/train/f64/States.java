package io.github.keras4j.engine.purejava.train.f64;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What stateful layers carry from batch to batch, by layer; shared by graphs of different lengths. */
public final class States {
    private final Map<String, double[][]> byLayer = new LinkedHashMap<>();

    /** The layer's states, each {@code [batch][units]}; zeros at first. */
    public double[][] of(String layer, int count, int size) {
        return byLayer.computeIfAbsent(layer, name -> new double[count][size]);
    }

    public void reset() {
        for (double[][] states : byLayer.values()) {
            for (double[] state : states) {
                Arrays.fill(state, 0);
            }
        }
    }
}
