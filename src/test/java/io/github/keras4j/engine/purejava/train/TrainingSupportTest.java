package io.github.keras4j.engine.purejava.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.engine.Support.Refusal;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Provenance;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.training.TrainingRules;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What acts in training and is not trained is refused by name; nothing of it is passed over. */
class TrainingSupportTest {
    private static final Recurrent.Walk SEQUENCES = new Recurrent.Walk(
            true, false, false, false, false, false, Recurrent.MaskedStep.HOLD_OUTPUT, Recurrent.GivenStates.TAKEN);
    private static final Core.Masking MASKING = new Core.Masking(LayerInfo.of("masking", "Masking"), 0);

    private final List<Node> nodes = new ArrayList<>();

    private List<Refusal> refusals(Generation generation) {
        Network network = new Network(
                "model",
                Network.Kind.FUNCTIONAL,
                nodes,
                List.of(new TensorRef(0, 0)),
                List.of(new TensorRef(nodes.size() - 1, 0)));
        return TrainingSupport.refusals(
                network, TrainingRules.of(new Provenance(generation, "", "tensorflow", "HDF5")));
    }

    private TrainingSupportTest input(int... shape) {
        nodes.add(new Node(
                new Core.InputLayer(LayerInfo.of("input", "InputLayer"), Shape.of(shape), DType.FLOAT32), List.of()));
        return this;
    }

    private TrainingSupportTest add(Layer layer, int... inputs) {
        int[] given = inputs.length == 0 ? new int[] {nodes.size() - 1} : inputs;
        nodes.add(new Node(
                layer, Arrays.stream(given).mapToObj(i -> new TensorRef(i, 0)).toList()));
        return this;
    }

    private void isRefused(Generation generation, String layer, String reason) {
        assertThat(refusals(generation)).anySatisfy(refusal -> {
            assertThat(refusal.layer()).isEqualTo(layer);
            assertThat(refusal.reason()).contains(reason).contains("Received: ");
        });
    }

    private static LayerInfo info(String name, String className, Map<String, Object> extras) {
        return new LayerInfo(name, className, DType.FLOAT32, true, extras);
    }

    private static Recurrent.Rnn lstm(LayerInfo info, Recurrent.Walk walk) {
        Activation tanh = Activation.of(Activation.Kind.TANH);
        return new Recurrent.Rnn(
                info, new Recurrent.LstmCell(2, tanh, Activation.of(Activation.Kind.SIGMOID), true, true), walk);
    }

    private static Normalizing.BatchNormalization norm() {
        return new Normalizing.BatchNormalization(
                LayerInfo.of("norm", "BatchNormalization"), List.of(-1), 0.99, 1e-3, true, true, false);
    }

    private static Core.Passthrough through(String className, Core.InTraining inTraining, double rate) {
        return new Core.Passthrough(
                LayerInfo.of(className.toLowerCase(Locale.ROOT), className), inTraining, rate, true);
    }

    @Test
    void rates_that_drop_all_and_masks_that_gates_share_are_refused() {
        input(2, 3, 4)
                .add(lstm(
                        info(
                                "lstm",
                                "LSTM",
                                Map.of("dropout", 1.0, "recurrent_dropout", 0.5, LayerInfo.IMPLEMENTATION, 2)),
                        SEQUENCES))
                .add(through("Dropout", Core.InTraining.DROPOUT, 1));
        isRefused(Generation.KERAS_2, "lstm", "Received: dropout=1.0");
        isRefused(Generation.KERAS_2, "lstm", "Received: implementation=2");
        isRefused(Generation.KERAS_3, "dropout", "Received: rate=1.0");
    }

    @Test
    void a_kernel_that_changes_by_itself_is_refused() {
        Network inner = new Network(
                "inner",
                Network.Kind.SEQUENTIAL,
                List.of(new Node(
                        new Core.InputLayer(LayerInfo.of("in", "InputLayer"), Shape.of(2, 4), DType.FLOAT32),
                        List.of())),
                List.of(new TensorRef(0, 0)),
                List.of(new TensorRef(0, 0)));
        input(2, 4)
                .add(new Wrapper.NestedModel(
                        info("spectral", "SpectralNormalization", Map.of(LayerInfo.POWER_ITERATIONS, 1.0)), inner));
        isRefused(Generation.KERAS_3, "spectral", "Received: SpectralNormalization");
    }

    @Test
    void a_rate_of_zero_is_trained() {
        input(2, 3, 4)
                .add(lstm(info("lstm", "LSTM", Map.of("dropout", 0.0)), SEQUENCES))
                .add(through("SpatialDropout1D", Core.InTraining.SPATIAL_DROPOUT_1D, 0));
        assertThat(refusals(Generation.KERAS_3)).isEmpty();
    }

    @Test
    void layers_that_do_nothing_in_inference_alone_are_refused() {
        input(2, 3, 4).add(through("RandomFlip", Core.InTraining.AUGMENTATION, 0));
        assertThat(refusals(Generation.KERAS_3))
                .extracting(Refusal::reason)
                .containsExactly("what it does in training is not implemented. Received: class RandomFlip");
    }

    @Test
    void other_types_than_float32_and_float64_are_refused() {
        input(2, 4)
                .add(new Core.Dense(
                        info("mixed", "Dense", Map.of(LayerInfo.POLICY, "mixed_bfloat16")),
                        3,
                        Activation.LINEAR,
                        true));
        isRefused(Generation.KERAS_3, "mixed", "Received: dtype=mixed_bfloat16");
    }

    @Test
    void masks_are_refused_where_the_loops_do_not_look_at_them_as_keras_does() {
        Layer softmax = new Activations.Activate(
                LayerInfo.of("softmax", "Softmax"),
                new Activation(Activation.Kind.SOFTMAX, -1, 0, 0),
                Activations.AtMask.LOWERED);
        Layer multiply = new Merging.Elementwise(
                LayerInfo.of("multiply", "Multiply"), Merging.Operation.MULTIPLY, Merging.Masks.ANY);
        input(2, 3, 4).add(MASKING).add(norm(), 1).add(softmax, 1).add(multiply, 0, 1);
        for (String layer : List.of("softmax", "multiply")) {
            isRefused(Generation.TF_KERAS, layer, "a masked input");
        }
        assertThat(refusals(Generation.TF_KERAS)).extracting(Refusal::layer).doesNotContain("norm");
    }

    @Test
    void moments_under_a_mask_are_those_of_features() {
        Layer norm = new Normalizing.BatchNormalization(
                LayerInfo.of("steps", "BatchNormalization"), List.of(1), 0.99, 1e-3, true, true, false);
        input(2, 3, 4).add(MASKING).add(norm);
        isRefused(Generation.KERAS_3, "steps", "Received: rank 3, axis=[1]");
        assertThat(refusals(Generation.KERAS_2)).isEmpty(); // which looks at no mask here
    }

    @Test
    void groups_that_a_mask_weighs_are_refused() {
        for (boolean weighs : List.of(true, false)) {
            nodes.clear();
            input(2, 3, 4)
                    .add(MASKING)
                    .add(new Normalizing.GroupNormalization(
                            LayerInfo.of("groups", "GroupNormalization"), 2, -1, 1e-3, true, true, weighs));
            if (weighs) {
                isRefused(Generation.TF_KERAS, "groups", "by a mask");
            } else {
                assertThat(refusals(Generation.KERAS_3)).isEmpty();
            }
        }
    }

    @Test
    void a_causal_mask_is_trained_over_the_axis_that_it_is_over() {
        for (int axis : List.of(1, 2)) {
            nodes.clear();
            Layer heads = new Attentive.MultiHeadAttention(
                    LayerInfo.of("heads", "MultiHeadAttention"),
                    1,
                    2,
                    2,
                    true,
                    Optional.empty(),
                    List.of(axis),
                    0,
                    false,
                    false,
                    Attentive.Unattended.LOWERED);
            TensorRef x = new TensorRef(0, 0);
            input(2, 3, 3, 4)
                    .nodes
                    .add(new Node(heads, List.of(x, x), Map.of(), Map.of("use_causal_mask", true), Node.Masks.SEEN));
            if (axis == 2) {
                isRefused(Generation.TF_KERAS, "heads", "attention_axes=[2]");
            } else {
                assertThat(refusals(Generation.TF_KERAS)).isEmpty();
            }
        }
    }

    @Test
    void activity_regularizers_are_those_of_layers_that_stand_by_themselves() {
        Map<String, Object> extras = Map.of("activity_regularizer", Map.of("l2", 0.1));
        Layer dense = new Core.Dense(info("dense", "Dense", extras), 2, Activation.LINEAR, true);
        input(2, 3, 4)
                .add(dense)
                .add(new Wrapper.TimeDistributed(
                        LayerInfo.of("each", "TimeDistributed"), dense, Wrapper.InnerMask.COMPUTED));
        assertThat(refusals(Generation.KERAS_3)).extracting(Refusal::layer).containsExactly("each");
        Layer strange = new Core.Dense(
                info("strange", "Dense", Map.of("activity_regularizer", Map.of("class_name", "OrthogonalRegularizer"))),
                2,
                Activation.LINEAR,
                true);
        input(2, 4).add(strange);
        isRefused(Generation.KERAS_3, "strange", "OrthogonalRegularizer");
    }

    @Test
    void a_mask_ends_where_keras_ends_it() {
        input(2, 3, 4)
                .add(MASKING)
                .add(lstm(LayerInfo.of("lstm", "LSTM"), Recurrent.Walk.LAST_OUTPUT))
                .add(norm());
        assertThat(refusals(Generation.KERAS_3)).isEmpty();
    }

    @Test
    void a_mask_that_is_no_steps_mask_is_refused() {
        input(2, 4).add(MASKING);
        isRefused(Generation.KERAS_3, "masking", "Received: an input of rank 2");
    }

    @Test
    void arguments_and_tensors_of_a_call_are_refused() {
        input(2, 3, 4);
        nodes.add(new Node(
                lstm(LayerInfo.of("lstm", "LSTM"), SEQUENCES),
                List.of(new TensorRef(0, 0)),
                Map.of("mask", new TensorRef(0, 0)),
                Map.of("training", true),
                Node.Masks.SEEN));
        isRefused(Generation.KERAS_3, "lstm", "Received: mask of rank 3");
        isRefused(Generation.KERAS_3, "lstm", "Received: {training=true}");
    }

    @Test
    void layers_that_move_something_of_their_own_are_called_once() {
        Recurrent.Walk stateful = SEQUENCES.withStateful(true);
        Layer lstm = lstm(LayerInfo.of("lstm", "LSTM"), stateful);
        Layer dense = new Core.Dense(LayerInfo.of("dense", "Dense"), 2, Activation.LINEAR, true);
        Layer norm = norm();
        input(2, 3, 2).add(lstm).add(lstm).add(norm).add(norm).add(dense).add(dense);
        assertThat(refusals(Generation.KERAS_3)).extracting(Refusal::layer).containsExactly("lstm", "norm");
    }

    @Test
    void shapes_that_are_broadcast_and_other_axes_are_trained() {
        Layer add = new Merging.Elementwise(LayerInfo.of("add", "Add"), Merging.Operation.ADD, Merging.Masks.ALL);
        Layer join = new Merging.Concatenate(LayerInfo.of("join", "Concatenate"), 1, Merging.Masks.ALL);
        input(2, 3, 4).input(2, 1, 4).add(add, 0, 1).add(join, 0, 0);
        assertThat(refusals(Generation.KERAS_3)).isEmpty();
    }

    /**
     * What each option of a trained layer means was decided one by one: a new one fails here until it is, in the loops or
     * as a refusal.
     */
    @Test
    void every_option_of_a_trained_layer_has_been_decided() {
        Map<Class<?>, List<String>> decided = Map.ofEntries(
                Map.entry(LayerInfo.class, List.of("name", "className", "dtype", "trainable", "extras")),
                Map.entry(Node.class, List.of("layer", "inputs", "keywordInputs", "arguments", "masks", "unmasked")),
                Map.entry(
                        Recurrent.Walk.class,
                        List.of(
                                "returnSequences",
                                "returnState",
                                "goBackwards",
                                "stateful",
                                "unroll", // the same numbers
                                "timeMajor", // refused with a mask
                                "maskedStep",
                                "givenStates")),
                Map.entry(Recurrent.Rnn.class, List.of("info", "cell", "walk")),
                Map.entry(
                        Recurrent.LstmCell.class,
                        List.of("units", "activation", "recurrentActivation", "useBias", "unitForgetBias")),
                Map.entry(
                        Recurrent.GruCell.class,
                        List.of("units", "activation", "recurrentActivation", "useBias", "resetAfter")),
                Map.entry(Recurrent.SimpleCell.class, List.of("units", "activation", "useBias")),
                Map.entry(Core.InputLayer.class, List.of("info", "shape", "inputDtype", "anyBatch", "lastAxis")),
                Map.entry(Core.Dense.class, List.of("info", "units", "activation", "useBias")),
                Map.entry(Core.Embedding.class, List.of("info", "inputDim", "outputDim", "maskZero")),
                Map.entry(Core.Masking.class, List.of("info", "maskValue")),
                Map.entry(Core.Passthrough.class, List.of("info", "inTraining", "rate", "passesMask")),
                Map.entry(Activation.class, List.of("kind", "alpha", "beta", "gamma")),
                Map.entry(Activations.Activate.class, List.of("info", "activation", "atMask")),
                Map.entry(Wrapper.Bidirectional.class, List.of("info", "forward", "backward", "mergeMode")),
                Map.entry(Wrapper.TimeDistributed.class, List.of("info", "layer", "innerMask")),
                Map.entry(
                        Normalizing.BatchNormalization.class,
                        List.of("info", "axis", "momentum", "epsilon", "center", "scale", "perBatch")),
                Map.entry(Merging.Elementwise.class, List.of("info", "operation", "masks")),
                Map.entry(Merging.Concatenate.class, List.of("info", "axis", "masks")),
                Map.entry(Shaping.Flatten.class, List.of("info", "channelsFirst")),
                Map.entry(Shaping.Reshape.class, List.of("info", "target")),
                Map.entry(Shaping.RepeatVector.class, List.of("info", "n")));
        decided.forEach((type, options) -> assertThat(type.getRecordComponents())
                .as("options of " + type.getSimpleName())
                .extracting(RecordComponent::getName)
                .containsExactlyElementsOf(options));
    }
}
