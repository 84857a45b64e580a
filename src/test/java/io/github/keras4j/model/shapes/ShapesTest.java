package io.github.keras4j.model.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShapesTest {
    private static final Node SCORES = new Node(
            new Attentive.Attention(LayerInfo.of("attend", "Attention"), false, "dot", false),
            List.of(new TensorRef(0, 0), new TensorRef(1, 0)),
            Map.of(),
            Map.of("return_attention_scores", true),
            Node.Masks.SEEN);

    @Test
    void should_tell_the_scores_shape() {
        assertThat(Shapes.outputs(SCORES, List.of(Shape.of(2, 3, 5), Shape.of(2, 4, 5))))
                .containsExactly(Shape.of(2, 3, 5), Shape.of(2, 3, 4));
    }

    /** A call with the number -1e300 as its value was an exception of Java's while the model was read. */
    @Test
    void should_tell_no_shape_of_scores_for_a_value_without_axes() {
        assertThat(Shapes.outputs(SCORES, List.of(Shape.of(2, 3, 5), Shape.of())))
                .isEmpty();
    }
}
