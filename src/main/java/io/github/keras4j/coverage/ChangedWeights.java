package io.github.keras4j.coverage;

import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** A model with some of its weights changed. */
final class ChangedWeights {
    private ChangedWeights() {}

    /** @param path of {@link Weights#flatten} */
    static KerasModel with(KerasModel model, String path, Tensor changed) {
        return model.withWeights(with(model.weights(), path, changed));
    }

    /** Names may hold slashes, so the child whose name begins the path is looked for. */
    private static Weights with(Weights weights, String path, Tensor changed) {
        if (weights.tensors().containsKey(path)) {
            Map<String, Tensor> tensors = new LinkedHashMap<>(weights.tensors());
            tensors.put(path, changed);
            return new Weights(tensors, weights.children());
        }
        for (Map.Entry<String, Weights> child : weights.children().entrySet()) {
            String prefix = child.getKey() + "/";
            if (path.startsWith(prefix) && child.getValue().flatten().containsKey(path.substring(prefix.length()))) {
                Map<String, Weights> children = new LinkedHashMap<>(weights.children());
                children.put(child.getKey(), with(child.getValue(), path.substring(prefix.length()), changed));
                return new Weights(weights.tensors(), children);
            }
        }
        throw new IllegalArgumentException("no such weight: " + path);
    }

    /** How much is little: a twentieth of the weight, or of the array's usual size where that is more. */
    static double change(Tensor array, int index) {
        return 0.05 * Math.max(Math.abs(array.getDouble(index)), usual(array));
    }

    /** The root of the mean square; of an array of zeros 1. */
    static double usual(Tensor array) {
        double sum = 0;
        for (int i = 0; i < array.size(); i++) {
            sum += array.getDouble(i) * array.getDouble(i);
        }
        double root = Math.sqrt(sum / Math.max(1, array.size()));
        return root == 0 || !Double.isFinite(root) ? 1 : root;
    }

    /**
     * Every so many elements from one on, each moved by its own little change, one up and the next down: a softmax does not
     * see what all its inputs share.
     */
    static Tensor moved(Tensor array, double sign, int from, int step, int count) {
        double[] values = array.toDoubles();
        double usual = 0.05 * usual(array);
        for (int i = from, done = 0; i < values.length && done < count; i += step, done++) {
            double side = done % 2 == 0 ? sign : -sign;
            values[i] += side * Math.max(0.05 * Math.abs(values[i]), usual);
        }
        return Tensor.wrap(array.shape(), values).cast(array.dtype());
    }
}
