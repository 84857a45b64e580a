package io.github.keras4j.engine;

import io.github.keras4j.model.Weights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An optimizer's state, in a form that does not depend on any generation's file layout.
 *
 * @param iterations updates done so far
 * @param scalars single numbers: {@code m_schedule} of Nadam, and {@code learning_rate} as it is now, where it is no
 *     schedule's
 * @param slots by name, one array per trained weight, in the layout of the model's weights (untrained ones are
 *     missing): {@code m} and {@code v} (Adam, Nadam; Adamax's infinity norm is {@code v} too), {@code momentum} (SGD,
 *     RMSprop), {@code accumulator} (RMSprop, Adagrad, Adadelta), {@code delta_accumulator} (Adadelta), {@code vhat}
 *     (Adam with amsgrad), {@code linear} (Ftrl), {@code r}, {@code c} and {@code v} (Adafactor, with fewer numbers in
 *     {@code r} and {@code c}), {@code average} and {@code gradient_accumulator} (of any)
 */
public record OptimizerState(long iterations, Map<String, Double> scalars, Map<String, Weights> slots) {
    /** Before the first update. */
    public static final OptimizerState FRESH = new OptimizerState(0, Map.of(), Map.of());

    /** The maps are copied. */
    public OptimizerState {
        scalars = Map.copyOf(scalars);
        slots = Collections.unmodifiableMap(new LinkedHashMap<>(slots));
    }
}
