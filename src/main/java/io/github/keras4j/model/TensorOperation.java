package io.github.keras4j.model;

import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A bare operation in a functional model: {@code x + 1}, {@code tf.concat}, {@code x[:, -1]}, {@code keras.ops.add}.
 * Named after {@code keras.ops}.
 *
 * @param op {@code add}, {@code subtract}, {@code multiply}, {@code divide}, {@code get_item}, {@code concatenate},
 *     {@code reshape}, ...
 * @param operands its tensors in order, each either an input of the node or a constant
 * @param attributes further arguments as plain JSON values ({@code axis}, {@code keepdims}, ...)
 */
public record TensorOperation(LayerInfo info, String op, List<Operand> operands, Map<String, Object> attributes)
        implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.tensorOperation(this);
    }

    /** A tensor that an operation takes. */
    public sealed interface Operand {}

    /** The node's input of that index. */
    public record Input(int index) implements Operand {}

    /** A tensor that the file holds. */
    public record Constant(Tensor value) implements Operand {}
}
