package io.github.keras4j.model.training;

import io.github.keras4j.model.training.Optimizer.Algorithm;
import java.util.ArrayList;
import java.util.List;

/** Which slots an optimizer's file has and in which order: groups, each with one array per slot for every weight. */
public final class SlotLayout {
    private SlotLayout() {}

    /** Names as in {@code OptimizerState}. */
    public static List<List<String>> groups(Optimizer optimizer) {
        boolean modern = optimizer.isModern();
        List<List<String>> groups = new ArrayList<>();
        if (optimizer.around().averages()) {
            groups.add(List.of("average"));
        }
        if (optimizer.around().accumulation() > 1) {
            groups.add(List.of("gradient_accumulator"));
        }
        boolean kept = modern || optimizer.style() == Optimizer.Style.LEGACY;
        switch (optimizer.algorithm()) {
            case SGD -> groups.add(List.of("momentum"));
            case ADAGRAD -> groups.add(List.of("accumulator"));
            case RMSPROP -> {
                groups.add(List.of("accumulator"));
                if (kept && optimizer.momentum() > 0) {
                    groups.add(List.of("momentum"));
                }
                if (kept && optimizer.centered()) {
                    groups.add(List.of("mean"));
                }
            }
            case ADADELTA -> two(groups, modern, "accumulator", "delta_accumulator");
            case LION -> groups.add(List.of("m"));
            case FTRL ->
                groups.add(List.of("accumulator", "linear")); // the legacy one, too (legacy/ftrl.py of tf.keras)
            case ADAFACTOR -> groups.add(List.of("r", "c", "v"));
            case ADAM, ADAMAX, NADAM, LAMB -> two(groups, modern, "m", "v");
        }
        if (optimizer.algorithm() == Algorithm.ADAM && optimizer.amsgrad()) {
            groups.add(List.of("vhat"));
        }
        return groups;
    }

    /**
     * As {@link #groups}, but only what files have: SGD of Keras 3 and tf.keras's legacy one (legacy/gradient_descent.py) keep
     * nothing without a momentum.
     */
    public static List<List<String>> stored(Optimizer optimizer) {
        List<List<String>> groups = groups(optimizer);
        boolean onlyWithMomentum =
                optimizer.style() == Optimizer.Style.MODERN || optimizer.style() == Optimizer.Style.LEGACY;
        if (onlyWithMomentum && optimizer.algorithm() == Algorithm.SGD && optimizer.momentum() == 0) {
            groups.remove(List.of("momentum"));
        }
        return groups;
    }

    /** tf.keras and Keras 3 write a weight's two slots side by side, Keras 1 and 2 one slot of all weights first. */
    private static void two(List<List<String>> groups, boolean modern, String first, String second) {
        if (modern) {
            groups.add(List.of(first, second));
        } else {
            groups.add(List.of(first));
            groups.add(List.of(second));
        }
    }
}
