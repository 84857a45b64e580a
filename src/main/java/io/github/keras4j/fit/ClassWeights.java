package io.github.keras4j.fit;

import io.github.keras4j.errors.InputException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.Map;

/** What each sample counts by its class: the label itself, or the largest element of a one-hot row. */
final class ClassWeights {
    private ClassWeights() {}

    /** @throws InputException for several outputs, or targets that are no classes */
    static DataSet of(KerasModel model, DataSet data, Map<Integer, Double> byClass) {
        if (data.y().size() != 1) {
            throw new InputException("class_weight is for models of one output. Received: outputs "
                    + model.network().outputNames());
        }
        Tensor y = data.y().get(0);
        if (y.shape().rank() > 2) {
            throw new InputException("class_weight is for labels or one-hot rows. Received: y of shape " + y.shape());
        }
        int cols = y.size() / data.samples();
        double[] weights = new double[data.samples()];
        for (int i = 0; i < weights.length; i++) {
            int label = cols == 1 ? (int) y.getLong(i) : 0;
            for (int c = 1; c < cols; c++) {
                label = y.getDouble(i * cols + c) > y.getDouble(i * cols + label) ? c : label;
            }
            int sample = i;
            double own =
                    data.sampleWeight().map(given -> given.getDouble(sample)).orElse(1.0);
            weights[i] = own * byClass.getOrDefault(label, 1.0);
        }
        return data.withSampleWeight(Tensor.wrap(Shape.of(weights.length), weights));
    }
}
