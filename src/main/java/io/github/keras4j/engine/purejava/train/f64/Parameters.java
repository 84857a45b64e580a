package io.github.keras4j.engine.purejava.train.f64;

import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All weights in one array, trained ones first, so that an optimizer walks over them in one loop.
 */
public final class Parameters {
    /** One weight array: where it lies. */
    public record Parameter(String path, int offset, Shape shape) {
        public int size() {
            return shape.elements();
        }
    }

    public final double[] value;
    public final double[] gradient;
    /**
     * What second moments take for the gradient: the gradient itself, except of a sliced weight (see
     * {@link SlicedGradients}).
     */
    public final double[] magnitude;
    /** Trained elements: {@code [0, trained)}. */
    public final int trained;

    private final Map<String, Parameter> byPath = new LinkedHashMap<>();

    public Parameters(Map<String, Tensor> weights, Predicate<String> isTrained, boolean anySliced) {
        List<Map.Entry<String, Tensor>> order = new ArrayList<>();
        weights.entrySet().stream()
                .filter(entry -> isTrained.test(entry.getKey()))
                .forEach(order::add);
        int trainedArrays = order.size();
        weights.entrySet().stream()
                .filter(entry -> !isTrained.test(entry.getKey()))
                .forEach(order::add);
        int offset = 0;
        int end = 0;
        for (Map.Entry<String, Tensor> entry : order) {
            Shape shape = entry.getValue().shape();
            byPath.put(entry.getKey(), new Parameter(entry.getKey(), offset, shape));
            offset += shape.elements();
            if (byPath.size() == trainedArrays) {
                end = offset;
            }
        }
        trained = end;
        value = new double[offset];
        gradient = new double[offset];
        magnitude = anySliced ? new double[offset] : gradient;
        for (Map.Entry<String, Tensor> entry : order) {
            write(get(entry.getKey()), entry.getValue(), value);
        }
    }

    public void clearGradients() {
        Arrays.fill(gradient, 0);
        if (magnitude != gradient) {
            Arrays.fill(magnitude, 0);
        }
    }

    public Parameter get(String path) {
        Parameter found = byPath.get(path);
        if (found == null) {
            throw new IllegalArgumentException(
                    "No weight of that path. Received: " + path + "; known are " + byPath.keySet());
        }
        return found;
    }

    public Optional<Parameter> find(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    public List<Parameter> all() {
        return List.copyOf(byPath.values());
    }

    public boolean isTrained(Parameter parameter) {
        return parameter.offset() < trained;
    }

    public void write(Parameter parameter, Tensor tensor, double[] target) {
        double[] values = tensor.toDoubles();
        System.arraycopy(values, 0, target, parameter.offset(), values.length);
    }

    public Tensor read(Parameter parameter, double[] source) {
        return read(parameter, parameter.shape(), source);
    }

    /** The first numbers of a parameter's place, in another shape than its own. */
    Tensor read(Parameter parameter, Shape shape, double[] source) {
        double[] copy = new double[shape.elements()];
        System.arraycopy(source, parameter.offset(), copy, 0, copy.length);
        return Tensor.wrap(shape, copy);
    }
}
