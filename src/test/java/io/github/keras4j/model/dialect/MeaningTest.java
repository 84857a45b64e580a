package io.github.keras4j.model.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Activations.AtMask;
import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Attentive.Unattended;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Padding;
import io.github.keras4j.model.Pooling;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Recurrent.GivenStates;
import io.github.keras4j.model.Recurrent.MaskedStep;
import io.github.keras4j.model.SamplingGrid;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.Wrapper.InnerMask;
import io.github.keras4j.model.dialect.layers.Origin;
import io.github.keras4j.model.shapes.Shapes;
import io.github.keras4j.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each generation decides lands in a field of the record. Generations: see {@link Written}. */
class MeaningTest {
    private static final String LSTM = "'units': 2, 'return_sequences': true";

    private static Recurrent.Walk walk(Written by, String options) {
        return ((Recurrent) by.layer("LSTM", LSTM + options, -1, 4, 3)).walk();
    }

    @Test
    void masked_steps_hold_the_output_but_the_state_in_keras_2_not_unrolled_on_tensorflow() {
        for (Written by : Written.values()) {
            boolean second = by == Written.KERAS_2;
            assertThat(walk(by, "").maskedStep())
                    .as("%s", by)
                    .isEqualTo(second ? MaskedStep.HOLD_STATE : MaskedStep.HOLD_OUTPUT);
            assertThat(walk(by, ", 'unroll': true").maskedStep()).isEqualTo(MaskedStep.HOLD_OUTPUT);
        }
        assertThat(walk(Written.KERAS_3, ", 'zero_output_for_mask': true").maskedStep())
                .isEqualTo(MaskedStep.ZERO);
    }

    @Test
    void given_states_are_taken_while_zero_in_tf_keras_alone() {
        for (Written by : Written.values()) {
            assertThat(walk(by, "").givenStates())
                    .as("%s", by)
                    .isEqualTo(by == Written.TF_KERAS ? GivenStates.TAKEN_WHILE_ZERO : GivenStates.TAKEN);
        }
    }

    @Test
    void both_directions_give_zeros_from_tf_keras_on_and_forget_states_in_keras_2() {
        for (Written by : Written.values()) {
            String inner = "'layer': {'class_name': 'LSTM', 'config': {'name': 'in', 'stateful': true, " + LSTM + "}}";
            Wrapper.Bidirectional both = (Wrapper.Bidirectional) by.layer("Bidirectional", inner, 2, 4, 3);
            for (Recurrent direction : List.of(both.forward(), both.backward())) {
                boolean zero = by == Written.TF_KERAS || by == Written.KERAS_3;
                assertThat(direction.walk().maskedStep() == MaskedStep.ZERO)
                        .as("%s", by)
                        .isEqualTo(zero);
                boolean forgets = by == Written.KERAS_2 || by == Written.KERAS_2_THEANO || by == Written.KERAS_2_3;
                assertThat(direction.walk().stateful()).as("%s", by).isEqualTo(!forgets);
            }
            String last = inner.replace("'return_sequences': true", "'return_sequences': false");
            both = (Wrapper.Bidirectional) by.layer("Bidirectional", last, 2, 4, 3);
            assertThat(both.forward().walk().maskedStep()).isNotEqualTo(MaskedStep.ZERO);
        }
    }

    @Test
    void recurrent_convolutions_are_padded_as_the_backend_pads_them() {
        String options = "'filters': 2, 'padding': 'valid', 'kernel_size': ";
        for (Written by : Written.values()) {
            Recurrent.ConvLstm even = (Recurrent.ConvLstm) by.layer("ConvLSTM2D", options + "[2, 3]", -1, 3, 5, 5, 1);
            assertThat(even.recurrentPadding())
                    .as("%s", by)
                    .isEqualTo(by.onTheano() ? Padding.THEANO_SAME : Padding.SAME);
            Recurrent.ConvLstm odd = (Recurrent.ConvLstm) by.layer("ConvLSTM2D", options + "[3, 3]", -1, 3, 5, 5, 1);
            assertThat(odd.recurrentPadding()).isEqualTo(Padding.SAME);
        }
    }

    @Test
    void keras_1_0_pads_volumes_as_tensorflow_does() {
        String options = "'nb_filter': 1, 'kernel_dim1': 2, 'kernel_dim2': 2, 'kernel_dim3': 2,"
                + " 'border_mode': 'same', 'dim_ordering': 'tf'";
        for (Written by : List.of(Written.KERAS_1_0, Written.KERAS_1)) {
            Convolutional.Conv conv = (Convolutional.Conv) by.layer("Convolution3D", options, -1, 4, 4, 4, 1);
            assertThat(conv.padding()).isEqualTo(by == Written.KERAS_1_0 ? Padding.SAME : Padding.THEANO_SAME);
        }
    }

    @Test
    void the_softmax_layer_looks_at_masks_from_tf_keras_on() {
        for (Written by : Written.values()) {
            Activations.Activate softmax = (Activations.Activate) by.layer("Softmax", "'axis': -1", -1, 4, 3);
            assertThat(softmax.atMask())
                    .as("%s", by)
                    .isEqualTo(
                            by == Written.KERAS_3
                                    ? AtMask.ZERO
                                    : by == Written.TF_KERAS ? AtMask.LOWERED : AtMask.SAME);
            Activations.Activate named =
                    (Activations.Activate) by.layer("Activation", "'activation': 'softmax'", -1, 4, 3);
            assertThat(named.atMask()).isEqualTo(AtMask.SAME);
        }
    }

    @Test
    void masks_are_merged_by_any_in_keras_3_alone() {
        for (Written by : Written.values()) {
            Merging.Masks masks = by == Written.KERAS_3 ? Merging.Masks.ANY : Merging.Masks.ALL;
            assertThat(((Merging.Elementwise) by.layer("Add", "", -1, 4)).masks())
                    .as("%s", by)
                    .isEqualTo(masks);
            assertThat(((Merging.Concatenate) by.layer("Concatenate", "'axis': -1", -1, 4)).masks())
                    .as("%s", by)
                    .isEqualTo(masks);
        }
        assertThat(((Merging.Elementwise) Written.KERAS_1.layer("Merge", "'mode': 'sum'", -1, 4)).masks())
                .isEqualTo(Merging.Masks.ALL);
    }

    @Test
    void an_average_over_steps_skips_masked_ones_but_in_keras_1() {
        for (Written by : Written.values()) {
            boolean later = by != Written.KERAS_1 && by != Written.KERAS_1_0;
            assertThat(((Pooling.GlobalPool) by.layer("GlobalAveragePooling1D", "", -1, 4, 3)).skipsMasked())
                    .as("%s", by)
                    .isEqualTo(later);
            assertThat(((Pooling.GlobalPool) by.layer("GlobalMaxPooling1D", "", -1, 4, 3)).skipsMasked())
                    .isFalse();
        }
    }

    @Test
    void layers_that_got_masking_in_keras_3_stop_masks_before() {
        for (Written by : List.of(Written.TF_KERAS, Written.KERAS_3)) {
            boolean passes = by == Written.KERAS_3;
            assertThat(((Core.Passthrough) by.layer("Identity", "", -1, 4)).passesMask())
                    .isEqualTo(passes);
            assertThat(((Preprocessing.Rescaling) by.layer("Rescaling", "'scale': 2.0", -1, 4)).passesMask())
                    .isEqualTo(passes);
            String given = "'mean': 0.5, 'variance': 2.0, 'axis': null";
            assertThat(((Preprocessing.Normalization) by.layer("Normalization", given, -1, 4)).passesMask())
                    .isEqualTo(passes);
            assertThat(((Core.Passthrough) by.layer("Dropout", "'rate': 0.1", -1, 4)).passesMask())
                    .isTrue();
            assertThat(((Core.Passthrough) by.layer("RandomFlip", "", -1, 4, 4, 3)).passesMask())
                    .isTrue();
        }
    }

    @Test
    void what_a_layer_does_in_training_is_said_without_its_class() {
        Core.Passthrough noise = (Core.Passthrough) Written.KERAS_1.layer("GaussianNoise", "'sigma': 0.5", -1, 4);
        assertThat(noise.inTraining()).isEqualTo(Core.InTraining.GAUSSIAN_NOISE);
        assertThat(noise.rate()).isEqualTo(0.5);
        Core.Passthrough dropout =
                (Core.Passthrough) Written.KERAS_3.layer("SpatialDropout1D", "'rate': 0.5", -1, 4, 3);
        assertThat(dropout.inTraining()).isEqualTo(Core.InTraining.SPATIAL_DROPOUT_1D);
    }

    @Test
    void pixels_are_sampled_at_their_centres_from_tf_keras_on() {
        for (Written by : Written.values()) {
            SamplingGrid grid =
                    by == Written.TF_KERAS || by == Written.KERAS_3 ? SamplingGrid.CENTRE : SamplingGrid.START;
            Shaping.UpSampling up = (Shaping.UpSampling)
                    by.layer("UpSampling2D", "'size': [2, 2], 'interpolation': 'bilinear'", -1, 4, 4, 1);
            assertThat(up.grid()).as("%s", by).isEqualTo(grid);
        }
        String size = "'height': 2, 'width': 2";
        assertThat(((Preprocessing.Resizing) Written.TF_KERAS.layer("Resizing", size, -1, 4, 4, 1)).grid())
                .isEqualTo(SamplingGrid.CENTRE);
    }

    @Test
    void a_query_without_keys_gets_nothing_in_keras_3_off_its_fast_path() {
        String options = "'num_heads': 1, 'key_dim': 2";
        assertThat(attention(Written.TF_KERAS, options)).isEqualTo(Unattended.LOWERED);
        assertThat(attention(Written.TF_KERAS, options + ", 'dropout': 0.5")).isEqualTo(Unattended.LOWERED);
        assertThat(attention(Written.KERAS_3, options)).isEqualTo(Unattended.MEAN_ON_ONE_AXIS);
        assertThat(attention(Written.KERAS_3, options + ", 'dropout': 0.5")).isEqualTo(Unattended.ZERO);
    }

    /** Keras 3.3.3, 3.4.1, 3.9.2, 3.10.0, ... were asked: add of two masks, softmax and attention of nothing. */
    @Test
    void keras_3_changed_its_mind_about_masks() {
        for (String version : List.of("3.0.5", "3.3.3", "3.4.1", "3.9.2", "3.10.0", "3.15.1")) {
            Origin origin = new Origin(Generation.KERAS_3, version, "tensorflow");
            int minor = Integer.parseInt(version.split("\\.")[1]);
            assertThat(((Merging.Elementwise) Written.layer(origin, "Add", "", -1, 4)).masks())
                    .as(version)
                    .isEqualTo(minor < 4 ? Merging.Masks.NONE : Merging.Masks.ANY);
            Layer softmax = Written.layer(origin, "Softmax", "'axis': -1", -1, 4);
            assertThat(((Activations.Activate) softmax).atMask())
                    .as(version)
                    .isEqualTo(minor < 10 ? AtMask.LOWERED : minor < 13 ? AtMask.SCALED : AtMask.ZERO);
            Layer heads = Written.layer(origin, "MultiHeadAttention", "'num_heads': 1, 'key_dim': 2", -1, 4, 3);
            assertThat(((Attentive.MultiHeadAttention) heads).unattended())
                    .as(version)
                    .isEqualTo(minor < 10 ? Unattended.LOWERED : Unattended.MEAN_ON_ONE_AXIS);
        }
    }

    @Test
    void a_cell_called_by_itself_is_refused_for_what_it_is() {
        for (Written by : List.of(Written.KERAS_2, Written.TF_KERAS, Written.KERAS_3)) {
            assertThatThrownBy(() -> by.layer("SimpleRNNCell", "'units': 2", -1, 4))
                    .hasMessageContaining("a cell runs inside an RNN layer")
                    .hasMessageContaining("RNN(SimpleRNNCell(...))");
        }
    }

    private static Unattended attention(Written by, String options) {
        return ((Attentive.MultiHeadAttention) by.layer("MultiHeadAttention", options, -1, 4, 3)).unattended();
    }

    @Test
    void an_inner_layer_sees_masks_as_its_generation_gives_them() {
        for (Written by : Written.values()) {
            for (int batch : new int[] {-1, 2}) {
                String options = "'layer': {'class_name': 'Dense', 'config': {'name': 'in', 'units': 2,"
                        + " 'output_dim': 2, 'activation': 'linear'}}";
                Layer layer = by.layer(
                        "TimeDistributed",
                        by.isKeras1() ? options : options.replace(" 'output_dim': 2,", ""),
                        batch,
                        4,
                        3);
                InnerMask expected = switch (by) {
                    case KERAS_1_0, KERAS_1 -> InnerMask.NONE;
                    case KERAS_2, KERAS_2_THEANO, KERAS_2_3 -> batch == 2 ? InnerMask.NONE : InnerMask.COMPUTED;
                    case TF_KERAS -> InnerMask.COMPUTED;
                    case KERAS_3 -> InnerMask.KEPT;
                };
                assertThat(((Wrapper.TimeDistributed) layer).innerMask())
                        .as("%s, batch %s", by, batch)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void a_nested_model_s_layers_go_by_the_batch_size_outside() {
        String inner = "{'class_name': 'TimeDistributed', 'config': {'name': 'each', 'layer':"
                + " {'class_name': 'Flatten', 'config': {'name': 'flat'}}, 'batch_input_shape': [null, 4, 3, 2]}}";
        String nested = "{'class_name': 'Sequential', 'config': {'name': 'nested', 'layers': [" + inner + "]}}";
        for (String batch : List.of("null", "2")) {
            Network network = Written.KERAS_2.network(
                    "Sequential",
                    "'layers': [{'class_name': 'Dropout', 'config':"
                            + " {'name': 'drop', 'rate': 0.1, 'batch_input_shape': [" + batch + ", 4, 3, 2]}}, "
                            + nested
                            + "]");
            Wrapper.NestedModel model =
                    (Wrapper.NestedModel) network.layers().get(network.layers().size() - 1);
            Wrapper.TimeDistributed each = (Wrapper.TimeDistributed)
                    model.network().layers().get(model.network().layers().size() - 1);
            assertThat(each.innerMask()).isEqualTo(batch.equals("2") ? InnerMask.NONE : InnerMask.COMPUTED);
        }
    }

    @Test
    void keras_3_passes_a_mask_by_where_a_call_gives_states() {
        for (Written by : List.of(Written.TF_KERAS, Written.KERAS_3)) {
            assertThat(by.withStates("LSTM").masks())
                    .isEqualTo(by == Written.KERAS_3 ? Node.Masks.PASSED_BY : Node.Masks.SEEN);
        }
    }

    @Test
    void keras_1_s_merge_of_sequentials_drops_masks() {
        String branch = "{'class_name': 'Sequential', 'config': [{'class_name': 'Dropout', 'config':"
                + " {'name': '%s', 'p': 0.1, 'batch_input_shape': [null, 3]}}]}";
        Network network = Written.KERAS_1.network(
                "Sequential",
                "'layers': [{'class_name': 'Merge', 'config': {'name': 'merge', 'mode': 'sum', 'layers': ["
                        + branch.formatted("a") + ", " + branch.formatted("b") + "]}}]");
        assertThat(network.node(network.outputs().get(0)).masks()).isEqualTo(Node.Masks.DROPPED);
    }

    @Test
    void an_image_without_a_batch_is_resized_along_its_own_axes() {
        for (String name : List.of("Resizing", "CenterCrop")) {
            Layer layer = Written.TF_KERAS.layer(name, "'height': 3, 'width': 2", 5, 4, 1);
            assertThat(Shapes.outputs(layer, List.of(Shape.of(5, 4, 1)))).containsExactly(Shape.of(3, 2, 1));
            assertThat(Shapes.outputs(layer, List.of(Shape.of(Shape.UNKNOWN, 5, 4, 1))))
                    .containsExactly(Shape.of(Shape.UNKNOWN, 3, 2, 1));
        }
    }

    @Test
    void a_mask_weighs_groups_in_tf_keras_alone() {
        for (Written by : Written.values()) {
            Layer layer = by.layer("GroupNormalization", "'groups': 2", -1, 4, 4);
            if (layer instanceof Normalizing.GroupNormalization groups) {
                assertThat(groups.weighsByMask()).as("%s", by).isEqualTo(by == Written.TF_KERAS);
            }
        }
        assertThat(Written.TF_KERAS.layer("GroupNormalization", "'groups': 2", -1, 4, 4))
                .isInstanceOf(Normalizing.GroupNormalization.class);
    }

    @Test
    void local_kernels_of_every_implementation_are_read_in_both_data_formats() {
        for (int implementation : List.of(1, 2, 3)) {
            for (String format : List.of("channels_first", "channels_last")) {
                String options = "'filters': 2, 'kernel_size': [3], 'data_format': '" + format + "', 'implementation': "
                        + implementation;
                assertThat(Written.TF_KERAS.layer("LocallyConnected1D", options, -1, 7, 7))
                        .as(options)
                        .isInstanceOf(Convolutional.LocallyConnected.class);
            }
        }
    }
}
