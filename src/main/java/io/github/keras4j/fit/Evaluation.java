package io.github.keras4j.fit;

import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.engine.TrainingSession;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keras's {@code model.evaluate}: the loss and the metrics over a data set. */
public final class Evaluation {
    private Evaluation() {}

    /**
     * Evaluates a compiled model.
     *
     * @param data in the shapes of its inputs and outputs
     * @param batchSize samples per batch
     * @return {@code loss} first, then the metrics, by the names that Keras prints
     * @throws io.github.keras4j.errors.InputException when the data does not fit the model
     * @throws io.github.keras4j.errors.Keras4jException when the engine does not compute the model's loss
     */
    public static Map<String, Double> of(
            KerasModel model, DataSet data, int batchSize, EngineChoice engine, DType dtype) {
        try (TrainingSession session = engine.trainer().open(model, dtype)) {
            return of(model, session, Samples.shaped(model, data), batchSize);
        }
    }

    static Map<String, Double> of(KerasModel model, TrainingSession session, DataSet data, int batchSize) {
        EpochTotals totals = new EpochTotals(model, session);
        for (int from = 0; from < data.samples(); from += batchSize) {
            int first = from;
            int last = Math.min(data.samples(), from + batchSize);
            List<Tensor> x =
                    data.x().stream().map(array -> array.rows(first, last)).toList();
            List<Tensor> y =
                    data.y().stream().map(array -> array.rows(first, last)).toList();
            List<Tensor> weights = data.sampleWeight()
                    .map(given -> Collections.nCopies(y.size(), given.rows(first, last)))
                    .orElse(List.of());
            totals.add(session.evaluate(x, y, weights), y, weights);
        }
        Map<String, Double> values = new LinkedHashMap<>();
        List<Double> results = totals.values();
        for (int i = 0; i < results.size(); i++) {
            values.put(totals.names().get(i), results.get(i));
        }
        return values;
    }
}
