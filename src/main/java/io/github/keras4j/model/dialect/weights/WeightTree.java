package io.github.keras4j.model.dialect.weights;

import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Weights by path, {@code "forward/kernel"}, as a tree. */
final class WeightTree {
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Map<String, WeightTree> children = new LinkedHashMap<>();

    void put(String path, Tensor tensor) {
        int slash = path.indexOf('/');
        if (slash < 0) {
            tensors.put(path, tensor);
        } else {
            child(path.substring(0, slash)).put(path.substring(slash + 1), tensor);
        }
    }

    /** The inner tree of that name; names of layers may hold slashes, so they are never split. */
    WeightTree child(String name) {
        return children.computeIfAbsent(name, key -> new WeightTree());
    }

    Weights build() {
        Map<String, Weights> built = new LinkedHashMap<>();
        children.forEach((name, child) -> built.put(name, child.build()));
        return new Weights(tensors, built);
    }
}
