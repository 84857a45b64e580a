package io.github.keras4j.model;

import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A bare operation in a functional model: {@code x + 1}, {@code tf.concat}, {@code x[:, -1]},
 * {@code keras.ops.add}. Its arguments are bound to a signature of {@code model.operations}: none that the signature
 * does not name, each of the signature's type, defaults filled in.
 *
 * @param op the signature's name, after {@code keras.ops}: {@code add}, {@code get_item}, {@code reshape}, ...
 * @param operands tensors by the parameter's name, in the signature's order; a list where the parameter takes several
 * @param attributes what else the call says: Boolean, Integer, Double, String or a list of these; not there for None
 * @param types of its outputs; the last one holds for all further outputs
 */
public record TensorOperation(
        LayerInfo info,
        String op,
        Map<String, List<Operand>> operands,
        Map<String, Object> attributes,
        List<NumberType> types)
        implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.tensorOperation(this);
    }

    /** All operands in order. */
    public Stream<Operand> allOperands() {
        return operands.values().stream().flatMap(List::stream);
    }

    /** The type of an output. */
    public NumberType type(int output) {
        return types.get(Math.min(output, types.size() - 1));
    }

    /** A tensor that an operation takes. */
    public sealed interface Operand {
        /** {@return what kind of numbers it holds} */
        NumberType type();
    }

    /** The node's input of that index. */
    public record Input(int index, NumberType type) implements Operand {}

    /**
     * A tensor that the file holds.
     *
     * @param weak whether it is a bare Python number, which takes the type of what it meets
     */
    public record Constant(Tensor value, NumberType type, boolean weak) implements Operand {}
}
