package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.Compilation;
import io.github.keras4j.engine.Engine;
import io.github.keras4j.engine.Plan;
import io.github.keras4j.engine.Session;
import io.github.keras4j.engine.Support;
import io.github.keras4j.engine.Trace;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;

/** The networks that DL4J trains, as an engine, so that they are checked like those that predict alone. */
final class TrainableEngine implements Engine {
    private final Dl4jTrainer trainer = new Dl4jTrainer();

    @Override
    public String name() {
        return trainer.name();
    }

    @Override
    public Optional<String> missing() {
        return trainer.missing();
    }

    @Override
    public Support supports(KerasModel model) {
        return trainer.supports(model, DType.FLOAT32);
    }

    @Override
    public Compilation compile(KerasModel model) {
        Support support = supports(model);
        return support.isYes()
                ? new Compilation.Compiled(new Trainable((Dl4jTrainingSession) trainer.open(model, DType.FLOAT32)))
                : new Compilation.Refused(name(), model.name(), support);
    }

    /** One network, for one session at a time. */
    record Trainable(Dl4jTrainingSession training) implements Plan {
        Model network() {
            return training.network();
        }

        @Override
        public Session openSession() {
            training.resetStates();
            return new Asked(training);
        }
    }

    private record Asked(Dl4jTrainingSession training) implements Session {
        @Override
        public List<Tensor> predict(List<Tensor> inputs) {
            return training.predict(inputs);
        }

        @Override
        public Trace trace(List<Tensor> inputs) {
            throw new UnsupportedOperationException("asked for outputs alone");
        }

        @Override
        public void predict(float[] input, float[] output) {
            throw new UnsupportedOperationException("asked for tensors alone");
        }

        @Override
        public void predict(float[][] inputs, float[][] outputs) {
            throw new UnsupportedOperationException("asked for tensors alone");
        }

        @Override
        public List<Shape> bind(List<Shape> inputs) {
            throw new UnsupportedOperationException("asked for tensors alone");
        }

        @Override
        public void resetStates() {
            training.resetStates();
        }
    }
}
