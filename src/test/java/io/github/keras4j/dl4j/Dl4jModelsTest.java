package io.github.keras4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.tensor.Tensor;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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

/** What a program gets that uses DL4J itself. */
class Dl4jModelsTest {
    private static final Path LAYERS = Path.of("fixtures/layers");

    @TempDir
    Path folder;

    /** Chains and graphs, of DL4J's layers and of ours, with masks, states and channels first. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "keras-3/gru",
                "keras-3/mask-at-normalization-lstm",
                "keras-3/gru-state-sequences",
                "keras-3/additive-attention-masks",
                "keras-1.2.2/convolution-pooling-dense-th"
            })
    void the_network_gives_keras_numbers_by_itself_and_from_its_zip(String fixture) throws Exception {
        Path path = LAYERS.resolve(fixture);
        Fixture recorded = FixtureReader.read(path);
        Model network = Dl4jModels.load(path);
        File zip = folder.resolve("network.zip").toFile();
        ModelSerializer.writeModel(network, zip, true);
        Model restored = network instanceof MultiLayerNetwork
                ? ModelSerializer.restoreMultiLayerNetwork(zip)
                : ModelSerializer.restoreComputationGraph(zip);

        for (Fixture.Call call : recorded.calls()) {
            INDArray[] inputs =
                    call.inputs().stream().map(input -> array(input.value())).toArray(INDArray[]::new);
            List<Tensor> expected =
                    call.outputs().stream().map(output -> output.value()).toList();
            assertClose(output(network, inputs), expected);
            assertClose(output(restored, inputs), expected);
        }
    }

    /** One call for each step: without states every step would be the first. */
    @Test
    void rnn_time_step_keeps_states_and_output_begins_anew() {
        MultiLayerNetwork network = (MultiLayerNetwork) Dl4jModels.load(LAYERS.resolve("keras-3/gru"));
        int[] shape = FixtureReader.read(LAYERS.resolve("keras-3/gru"))
                .calls()
                .get(0)
                .inputs()
                .get(0)
                .value()
                .shape()
                .sizes();
        INDArray x = Nd4j.linspace(-1, 1, 2L * 4 * shape[2])
                .castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT)
                .reshape('c', 2, 4, shape[2]);
        INDArray whole = network.output(x);
        INDArray last = network.output(x); // no state is left
        for (int step = 0; step < 4; step++) {
            last = network.rnnTimeStep(x.get(
                    org.nd4j.linalg.indexing.NDArrayIndex.all(),
                    org.nd4j.linalg.indexing.NDArrayIndex.interval(step, step + 1),
                    org.nd4j.linalg.indexing.NDArrayIndex.all()));
        }

        assertThat(whole.sub(last).amaxNumber().doubleValue()).isLessThan(1e-6);
        network.rnnClearPreviousState();
        assertThat(network.rnnTimeStep(x).sub(whole).amaxNumber().doubleValue()).isLessThan(1e-6);
    }

    @Test
    void what_no_layer_computes_is_refused_by_name() {
        Path path = Path.of("fixtures/operations/keras-3/matrices");

        assertThatThrownBy(() -> Dl4jModels.load(path))
                .isInstanceOf(UnsupportedLayerException.class)
                .hasMessageContaining("'cholesky'");
    }

    private static INDArray array(Tensor tensor) {
        long[] sizes = Arrays.stream(tensor.shape().sizes()).asLongStream().toArray();
        return Nd4j.create(tensor.toFloats(), sizes, 'c');
    }

    private static INDArray[] output(Model network, INDArray[] inputs) {
        return network instanceof MultiLayerNetwork chain
                ? new INDArray[] {chain.output(inputs[0])}
                : ((ComputationGraph) network).output(inputs);
    }

    private static void assertClose(INDArray[] outputs, List<Tensor> expected) {
        assertThat(outputs).hasSize(expected.size());
        for (int i = 0; i < outputs.length; i++) {
            assertThat(outputs[i].shape())
                    .containsExactly(Arrays.stream(expected.get(i).shape().sizes())
                            .asLongStream()
                            .toArray());
            assertThat(outputs[i].sub(array(expected.get(i))).amaxNumber().doubleValue())
                    .isLessThan(1e-5);
        }
    }
}
