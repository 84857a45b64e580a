package io.github.keras4j.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.keras4j.archive.KerasArchives;
import io.github.keras4j.data.TrainingRun;
import io.github.keras4j.engine.TrainingSession;
import io.github.keras4j.engine.purejava.train.PureJavaTrainer;
import io.github.keras4j.fit.EpochLog;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.dialect.CanonicalModels;
import io.github.keras4j.model.training.StoredState;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Tensor;
import io.github.keras4j.training.Retraining;
import io.github.keras4j.training.TrainingComparison;
import io.github.keras4j.training.TrainingOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DL4J's own fit against the losses and weights that float64 Keras 1.2.2 gave, update by update. */
class Dl4jTrainerTest {
    private static final Path FOLDER = Path.of("fixtures/training/three-char-time-steps-sigmoid-keras-1.2.2-float64");

    private final TrainingRun run = TrainingRun.read(FOLDER.resolve("training.json"), Optional.empty());

    @Test
    void losses_and_weights_follow_keras_in_float64() {
        KerasModel model = read(run.initial());
        Dl4jTrainer trainer = new Dl4jTrainer();
        assertThat(trainer.supports(model, DType.FLOAT64).refusals()).isEmpty();
        try (TrainingSession session = trainer.open(model, DType.FLOAT64);
                TrainingSession other = new PureJavaTrainer().open(model, DType.FLOAT64)) {
            assertSame(session.weights(), model.weights(), 0);
            follow(session, 0, 100, 5e-8);
            follow(other, 0, 100, 5e-8);
            assertSame(session.weights(), other.weights(), 1e-7);
            assertThat(session.optimizerState().iterations()).isEqualTo(100);
            assertSame(
                    session.optimizerState().slots().get("m"),
                    other.optimizerState().slots().get("m"),
                    1e-7);
            assertSame(
                    session.optimizerState().slots().get("v"),
                    other.optimizerState().slots().get("v"),
                    1e-7);
            assertThat(session.outputs()).hasSize(model.network().outputs().size());
        }
    }

    @Test
    void a_half_finished_training_goes_on_with_its_optimizer() {
        KerasModel model = read(run.initial());
        try (TrainingSession first = new PureJavaTrainer().open(model, DType.FLOAT64)) {
            follow(first, 0, 50, 5e-8);
            Map<String, Map<String, Tensor>> slots = new LinkedHashMap<>();
            first.optimizerState().slots().forEach((slot, weights) -> slots.put(slot, weights.flatten()));
            StoredState state = new StoredState(50, Map.of(), slots);
            try (TrainingSession second = Dl4jTrainer.open(model.withWeights(first.weights()), DType.FLOAT64, state)) {
                follow(second, 50, 80, 5e-8);
            }
        }
    }

    /** One of each kind: cells, masks, slices of embeddings, moving averages, penalties, constraints, clipping, rules. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sgd-nesterov-absolute-gru-keras-1.2.2-float64",
                "nadam-sparse-categorical-gru-tf-keras-2.15-float64",
                "adagrad-squared-gru-keras-3-float64",
                "masked-loss-keras-3-float64",
                "masked-stateful-keras-1.2.2-float64",
                "embedding-keras-3-float64",
                "bidirectional-sequences-keras-3-float64",
                "batch-normalization-keras-1.2.2-float64",
                "regularizer-l1-l2-keras-3-float64",
                "constraint-max-norm-keras-3-float64",
                "clipnorm-adam-keras-3-float64"
            })
    void what_keras_recorded_is_the_same_training(String recorded) {
        TrainingComparison comparison = Retraining.run(
                Path.of("fixtures/training", recorded),
                new TrainingOptions(new Dl4jTrainer(), Optional.empty(), Optional.empty(), Optional.empty()),
                EpochLog.NONE);

        assertThat(comparison.passes()).as(comparison.toString()).isTrue();
    }

    @Test
    void what_is_not_trained_is_refused_by_name() {
        KerasModel model = read(run.initial());
        Layer noise =
                new Core.Passthrough(LayerInfo.of("noise", "GaussianNoise"), Core.InTraining.GAUSSIAN_NOISE, 0.5, true);
        List<Node> nodes = new ArrayList<>(model.network().nodes());
        nodes.add(new Node(noise, List.of(new TensorRef(nodes.size() - 1, 0))));
        Network network = new Network(
                "model",
                Network.Kind.SEQUENTIAL,
                nodes,
                model.network().inputs(),
                List.of(new TensorRef(nodes.size() - 1, 0)));
        KerasModel noisy = new KerasModel(model.provenance(), network, model.weights(), model.training());

        assertThat(new Dl4jTrainer().supports(noisy, DType.FLOAT64).refusals().toString())
                .contains("noise", "its random numbers can't be drawn as Keras drew them");
    }

    private void follow(TrainingSession session, int from, int to, double tolerance) {
        Tensor losses = run.stepLosses().orElseThrow();
        for (int update = from; update < to; update++) {
            int sample = (int) run.order().getLong(update);
            double loss = session.update(
                    List.of(run.x().rows(sample, sample + 1)), List.of(run.y().rows(sample, sample + 1)));
            assertThat(loss).as("update %s", update).isCloseTo(losses.getDouble(update), within(tolerance));
        }
    }

    private static void assertSame(Weights java, Weights python, double tolerance) {
        Map<String, Tensor> ours = java.flatten();
        python.flatten().forEach((path, tensor) -> {
            Tensor mine = ours.get(path);
            assertThat(mine).as(path).isNotNull();
            for (int i = 0; i < tensor.size(); i++) {
                assertThat(mine.getDouble(i)).as(path).isCloseTo(tensor.getDouble(i), within(tolerance));
            }
        });
    }

    private static KerasModel read(Path file) {
        return CanonicalModels.read(KerasArchives.open(file));
    }
}
