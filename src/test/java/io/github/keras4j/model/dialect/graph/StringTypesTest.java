package io.github.keras4j.model.dialect.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Unknown;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StringTypesTest {
    private static final LayerInfo INFO = LayerInfo.of("it", "Something");

    private static Network network(Layer layer, DType... inputs) {
        List<Node> nodes = new ArrayList<>();
        List<TensorRef> refs = new ArrayList<>();
        for (DType dtype : inputs) {
            refs.add(new TensorRef(nodes.size(), 0));
            LayerInfo info = LayerInfo.of("input_" + nodes.size(), "InputLayer");
            nodes.add(new Node(new Core.InputLayer(info, Shape.of(Shape.UNKNOWN, 1), dtype), List.of()));
        }
        nodes.add(new Node(layer, refs));
        return new Network("net", Network.Kind.FUNCTIONAL, nodes, refs, List.of(new TensorRef(nodes.size() - 1, 0)));
    }

    private static String reason(boolean hashesFloats, Layer layer, DType... inputs) {
        Network checked = new StringTypes(hashesFloats).checked(network(layer, inputs));
        return checked.nodes().get(inputs.length).layer() instanceof Unknown unknown ? unknown.reason() : "";
    }

    private static Preprocessing.Hashing hashing(Optional<Tensor> mask) {
        return new Preprocessing.Hashing(INFO, 5, mask, List.of(), "int");
    }

    @Test
    void numbers_are_computed_with_and_strings_are_not() {
        Core.Dense dense = new Core.Dense(INFO, 2, Activation.LINEAR, true);
        assertThat(reason(true, dense, DType.FLOAT32)).isEmpty();
        assertThat(reason(true, dense, DType.STRING)).startsWith("it takes numbers. Received: an input of strings");
        Network numbers = network(dense, DType.FLOAT32);
        assertThat(reason(true, new Wrapper.NestedModel(INFO, numbers), DType.STRING))
                .isEqualTo("it is a model that takes numbers. Received: strings.");
    }

    @Test
    void strings_are_not_joined_with_numbers() {
        Merging.Concatenate joined = new Merging.Concatenate(INFO, -1, Merging.Masks.ANY);
        assertThat(reason(true, joined, DType.STRING, DType.STRING)).isEmpty();
        assertThat(reason(true, joined, DType.STRING, DType.INT64)).startsWith("it takes numbers");
    }

    @Test
    void only_keras_3_hashes_floats_and_a_mask_is_of_the_input_s_type() {
        assertThat(reason(true, hashing(Optional.empty()), DType.FLOAT32)).isEmpty();
        assertThat(reason(false, hashing(Optional.empty()), DType.FLOAT32)).startsWith("it takes strings or integers");
        Optional<Tensor> word = Optional.of(Tensor.of(Shape.of(), "a"));
        assertThat(reason(true, hashing(word), DType.STRING)).isEmpty();
        assertThat(reason(true, hashing(word), DType.INT64)).startsWith("its mask_value is of another type");
        Optional<Tensor> number = Optional.of(Tensor.of(Shape.of(), 5));
        assertThat(reason(true, hashing(number), DType.STRING)).startsWith("its mask_value is of another type");
        assertThat(reason(true, new Preprocessing.HashedCrossing(INFO, 5, "int"), DType.STRING, DType.FLOAT32))
                .startsWith("it takes strings or integers");
    }
}
