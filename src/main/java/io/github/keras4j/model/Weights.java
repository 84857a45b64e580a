package io.github.keras4j.model;

import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Weights of a layer or a network: arrays by Keras's name for them ({@code kernel}, {@code recurrent_kernel},
 * {@code bias}, {@code gamma}, ...), and those of inner layers by the layer's name or part ({@code forward} and
 * {@code backward} of Bidirectional, {@code layer} of TimeDistributed, {@code cell} of RNN, {@code query} of
 * MultiHeadAttention, ...). Both in Keras's order. The {@code vocabulary} of a lookup layer is a tensor of strings.
 * Immutable.
 */
public record Weights(Map<String, Tensor> tensors, Map<String, Weights> children) {
    /** No weights at all. */
    public static final Weights NONE = new Weights(Map.of(), Map.of());

    /** The maps are copied, in their order. */
    public Weights {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        children = Collections.unmodifiableMap(new LinkedHashMap<>(children));
    }

    /** Weights of a layer without inner layers. */
    public static Weights of(Map<String, Tensor> tensors) {
        return new Weights(tensors, Map.of());
    }

    /** Weights of inner layers only. */
    public static Weights ofChildren(Map<String, Weights> children) {
        return new Weights(Map.of(), children);
    }

    /**
     * The array of that name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public Tensor get(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "No weight of that name. Received: " + name + "; known are " + tensors.keySet()));
    }

    /**
     * {@return the array of that name; empty when there is none}
     *
     * @param name Keras's: {@code kernel}, {@code bias}
     */
    public Optional<Tensor> find(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /** The weights of an inner layer; {@link #NONE} when it has none. */
    public Weights child(String name) {
        return children.getOrDefault(name, NONE);
    }

    /** All arrays of numbers by path, {@code "lstm_1/kernel"}, in Keras's order. A vocabulary is none. */
    public Map<String, Tensor> flatten() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        collect("", all);
        return all;
    }

    /**
     * {@return the tree of these weights with other arrays; what has none is left out}
     *
     * @param byPath arrays by path, as {@link #flatten} names them
     */
    public Weights withArrays(Map<String, Tensor> byPath) {
        return withArrays("", byPath);
    }

    private Weights withArrays(String prefix, Map<String, Tensor> byPath) {
        Map<String, Tensor> found = new LinkedHashMap<>();
        for (String name : tensors.keySet()) {
            Tensor tensor = byPath.get(prefix + name);
            if (tensor != null) {
                found.put(name, tensor);
            }
        }
        Map<String, Weights> inner = new LinkedHashMap<>();
        children.forEach((name, child) -> inner.put(name, child.withArrays(prefix + name + "/", byPath)));
        return new Weights(found, inner);
    }

    /** Number of single weights, Keras's {@code count_params()}. */
    public long count() {
        return flatten().values().stream().mapToLong(Tensor::size).sum();
    }

    private void collect(String prefix, Map<String, Tensor> all) {
        tensors.forEach((name, tensor) -> {
            if (tensor.dtype() != DType.STRING) {
                all.put(prefix + name, tensor);
            }
        });
        children.forEach((name, child) -> child.collect(prefix + name + "/", all));
    }
}
