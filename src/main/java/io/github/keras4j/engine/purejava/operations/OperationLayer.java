package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.TensorOperation;
import java.util.ArrayList;
import java.util.List;

/** A bare operation, {@code x + 1} or {@code keras.ops.sum(x)}, by the name of {@code keras.ops}. Masks stop here. */
public final class OperationLayer implements CompiledLayer {
    private final TensorOperation operation;
    private final Options options;

    public OperationLayer(TensorOperation operation) {
        this.operation = operation;
        options = new Options(operation.attributes());
        String op = operation.op();
        boolean known = ElementOperations.knows(op)
                || ReduceOperations.knows(op)
                || ShapeOperations.knows(op)
                || MatrixOperations.knows(op);
        if (!known) {
            throw new RefusedException("this operation is not implemented here. Received: " + op);
        }
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        List<Value> operands = new ArrayList<>();
        for (TensorOperation.Operand operand : operation.operands()) {
            if (operand instanceof TensorOperation.Input input) {
                operands.add(call.inputs().get(input.index()).withMask(null));
            } else {
                var constant = ((TensorOperation.Constant) operand).value();
                operands.add(new Value(constant.toFloats(), constant.shape().sizes()));
            }
        }
        String op = operation.op();
        if (ElementOperations.knows(op)) {
            return List.of(ElementOperations.bind(op, operands, options, binding));
        }
        if (ReduceOperations.knows(op)) {
            return List.of(ReduceOperations.bind(op, operands.get(0), options, binding));
        }
        if (MatrixOperations.knows(op)) {
            return List.of(MatrixOperations.bind(op, operands, options, binding));
        }
        return ShapeOperations.bind(op, operands, options, binding);
    }
}
