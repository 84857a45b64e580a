package io.github.keras4j.model.training;

import io.github.keras4j.tensor.Tensor;
import java.util.Map;

/**
 * An optimizer's memory as read from a file.
 *
 * @param iterations updates done
 * @param scalars single numbers by name: {@code m_schedule}
 * @param slots slot name to array by weight path
 */
public record StoredState(long iterations, Map<String, Double> scalars, Map<String, Map<String, Tensor>> slots) {
    /** Before the first update. */
    public static final StoredState FRESH = new StoredState(0, Map.of(), Map.of());
}
