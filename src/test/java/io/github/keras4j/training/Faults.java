package io.github.keras4j.training;

import io.github.keras4j.engine.OptimizerState;
import io.github.keras4j.engine.TrainingSession;
import io.github.keras4j.engine.purejava.train.PureJavaTrainer;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.TrainingConfiguration;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.training.Compiled;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Mistakes that ports make. */
final class Faults {
    private Faults() {}

    static TrainingSession wrongEpsilon(KerasModel model, DType dtype) {
        Compiled right = Compiled.of(model);
        Compiled wrong = right.withOptimizer(right.optimizer().withEpsilon(1e-7));
        return new PureJavaTrainer().open(model, dtype, wrong);
    }

    /** After a billion updates nothing of the correction is left. */
    static TrainingSession noBiasCorrection(KerasModel model, DType dtype) {
        TrainingConfiguration training = model.training().orElseThrow();
        Map<String, Tensor> slots = new LinkedHashMap<>();
        slots.put("param_0", Tensor.wrap(Shape.of(), new double[] {1e9}));
        for (int slot = 0; slot < 2; slot++) {
            zeros(slots, Shape.of(32, 26), 1);
            zeros(slots, Shape.of(26), 1);
            zeros(slots, Shape.of(32, 32), 4);
            zeros(slots, Shape.of(1, 32), 4);
            zeros(slots, Shape.of(32), 4);
        }
        KerasModel late = new KerasModel(
                model.provenance(),
                model.network(),
                model.weights(),
                Optional.of(new TrainingConfiguration(training.config(), slots)));
        return new PureJavaTrainer().open(late, dtype);
    }

    /** Keras 1 keeps slots in the order of its variables' names: dense_1_W, dense_1_b, lstm_1_U_c, ... */
    private static void zeros(Map<String, Tensor> slots, Shape shape, int times) {
        for (int i = 0; i < times; i++) {
            slots.put("param_" + slots.size(), Tensor.zeros(shape, DType.FLOAT64));
        }
    }

    static TrainingSession swappedGates(KerasModel model, DType dtype) {
        Map<String, Weights> children = new LinkedHashMap<>(model.weights().children());
        String name = children.keySet().iterator().next();
        Map<String, Tensor> tensors = new LinkedHashMap<>(children.get(name).tensors());
        tensors.replaceAll((key, tensor) -> swap(tensor));
        children.put(name, Weights.of(tensors));
        return new PureJavaTrainer().open(model.withWeights(Weights.ofChildren(children)), dtype);
    }

    /** Gates f and c change places. */
    private static Tensor swap(Tensor tensor) {
        int width = tensor.shape().size(-1);
        int units = width / 4;
        double[] from = tensor.toDoubles();
        double[] to = from.clone();
        for (int row = 0; row < from.length; row += width) {
            System.arraycopy(from, row + units, to, row + 2 * units, units);
            System.arraycopy(from, row + 2 * units, to, row + units, units);
        }
        return Tensor.wrap(tensor.shape(), to);
    }

    static TrainingSession wrongSample(TrainingSession right, int update) {
        return new TrainingSession() {
            private int done;
            private List<Tensor> x = List.of();
            private List<Tensor> y = List.of();

            @Override
            public double update(List<Tensor> xs, List<Tensor> ys, List<Tensor> sampleWeights) {
                boolean wrong = ++done == update;
                double loss = right.update(wrong ? x : xs, wrong ? y : ys, sampleWeights);
                x = xs;
                y = ys;
                return loss;
            }

            @Override
            public double evaluate(List<Tensor> xs, List<Tensor> ys, List<Tensor> sampleWeights) {
                return right.evaluate(xs, ys, sampleWeights);
            }

            @Override
            public void setWeights(Weights weights) {
                right.setWeights(weights);
            }

            @Override
            public double learningRate() {
                return right.learningRate();
            }

            @Override
            public void setLearningRate(double rate) {
                right.setLearningRate(rate);
            }

            @Override
            public List<Tensor> outputs() {
                return right.outputs();
            }

            @Override
            public Weights weights() {
                return right.weights();
            }

            @Override
            public OptimizerState optimizerState() {
                return right.optimizerState();
            }

            @Override
            public List<Tensor> predict(List<Tensor> xs) {
                return right.predict(xs);
            }

            @Override
            public void resetStates() {
                right.resetStates();
            }
        };
    }
}
