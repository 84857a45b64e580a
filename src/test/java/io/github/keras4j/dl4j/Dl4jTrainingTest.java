package io.github.keras4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.keras4j.data.TrainingRun;
import io.github.keras4j.engine.NetworkWriter;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.source.ModelSource;
import io.github.keras4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A program that uses DL4J alone trains a network of ours by {@code fit}, and gets Keras's losses. */
class Dl4jTrainingTest {
    private static final Path TRAINING = Path.of("fixtures/training");
    /** The runs were recorded in float64, and these networks compute in float32. */
    private static final double FLOAT32 = 2e-5;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "adam-sparse-categorical-gru-keras-3-float64",
                "nadam-sparse-categorical-gru-tf-keras-2.15-float64",
                "masking-keras-3-float64",
                "sgd-decay-categorical-gru-keras-1.2.2-float64",
                "masked-bidirectional-average-keras-3-float64"
            })
    void fit_gives_keras_losses_also_from_a_zip_and_through_a_second_one(String name) throws IOException {
        TrainingRun run = TrainingRun.read(TRAINING.resolve(name).resolve("training.json"), Optional.empty());
        Path zip = folder.resolve("initial.zip");
        NetworkWriter.of(zip).orElseThrow().write(ModelSource.of(run.initial()).read(), zip);

        List<Double> whole = fit(restored(zip), run, 0, Integer.MAX_VALUE);
        Model first = restored(zip);
        List<Double> parts = fit(first, run, 0, 7);
        Path half = folder.resolve("half.zip");
        ModelSerializer.writeModel(first, half.toFile(), true);
        parts.addAll(fit(restored(half), run, 7, Integer.MAX_VALUE));

        Tensor recorded = run.stepLosses().orElseThrow();
        assertThat(whole).hasSize(recorded.size()).isEqualTo(parts);
        for (int i = 0; i < whole.size(); i++) {
            double expected = recorded.getDouble(i);
            assertThat(whole.get(i)).as("update " + i).isCloseTo(expected, within(FLOAT32 * Math.max(1, expected)));
        }
    }

    @Test
    void a_model_that_was_not_compiled_has_nothing_to_train_by() {
        assertThatThrownBy(() -> Dl4jModels.loadForTraining(Path.of("fixtures/layers/keras-3/gru")))
                .isInstanceOf(Keras4jException.class)
                .hasMessageContaining("was not saved compiled");
    }

    private static Model restored(Path zip) throws IOException {
        try {
            return ModelSerializer.restoreMultiLayerNetwork(zip.toFile(), true);
        } catch (RuntimeException e) {
            return ModelSerializer.restoreComputationGraph(zip.toFile(), true);
        }
    }

    /** The updates from one (inclusive) to another (exclusive). */
    private static List<Double> fit(Model network, TrainingRun run, int from, int to) {
        List<Double> losses = new ArrayList<>();
        int samples = run.samples();
        int update = 0;
        for (int epoch = 0; epoch < run.epochs(); epoch++) {
            for (int at = 0; at < samples; at += run.batchSize(), update++) {
                if (update < from || update >= to) {
                    continue;
                }
                List<Tensor> x = new ArrayList<>();
                List<Tensor> y = new ArrayList<>();
                for (int i = at; i < Math.min(samples, at + run.batchSize()); i++) {
                    int sample = (int) run.order().getLong(epoch * samples + i);
                    x.add(run.x().rows(sample, sample + 1));
                    y.add(run.y().rows(sample, sample + 1));
                }
                losses.add(fit(network, array(Tensor.concatenate(x)), array(Tensor.concatenate(y))));
            }
        }
        return losses;
    }

    private static double fit(Model network, INDArray x, INDArray y) {
        INDArray targets = y.rank() < 2 ? y.reshape(y.length(), 1) : y;
        if (network instanceof MultiLayerNetwork chain) {
            chain.fit(x, targets);
            return chain.score();
        }
        ComputationGraph graph = (ComputationGraph) network;
        graph.fit(new INDArray[] {x}, new INDArray[] {targets});
        return graph.score();
    }

    private static INDArray array(Tensor tensor) {
        long[] sizes = Arrays.stream(tensor.shape().sizes()).asLongStream().toArray();
        return Nd4j.create(tensor.toFloats(), sizes, 'c');
    }
}
