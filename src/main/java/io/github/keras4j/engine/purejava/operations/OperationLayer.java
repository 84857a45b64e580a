package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.TensorOperation;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A bare operation, {@code x + 1} or {@code keras.ops.sum(x)}, by the name of {@code keras.ops}. Masks stop here. */
public final class OperationLayer implements CompiledLayer {
    private final TensorOperation operation;
    private final Operation runs;
    private final Map<TensorOperation.Constant, Value> constants = new LinkedHashMap<>();

    /** @throws RefusedException for an operation, or types of numbers, that are not run */
    public OperationLayer(TensorOperation operation) {
        this.operation = operation;
        runs = Operations.named(operation.op())
                .orElseThrow(() ->
                        new RefusedException("this operation is not implemented here. Received: " + operation.op()));
        Stream.concat(operation.allOperands().map(TensorOperation.Operand::type), operation.types().stream())
                .filter(type -> !type.isComputable())
                .findFirst()
                .ifPresent(type -> {
                    throw new RefusedException("operation " + operation.op()
                            + " takes or gives a type that is not computed here. Received: " + type.kerasName());
                });
        operation.allOperands().forEach(operand -> {
            if (operand instanceof TensorOperation.Constant constant) {
                constants.put(constant, value(constant));
            }
        });
    }

    private static Value value(TensorOperation.Constant constant) {
        Tensor tensor = constant.value();
        float[] data = new float[tensor.size()];
        try {
            for (int i = 0; i < data.length; i++) {
                data[i] = constant.type().store(tensor.getDouble(i));
            }
        } catch (ArithmeticException e) {
            throw new RefusedException("a constant can't be held: " + e.getMessage());
        }
        return new Value(data, tensor.shape().sizes());
    }

    /**
     * Tries the operation on inputs of these shapes; what it gives, or nothing where the shapes do not fit together.
     *
     * @throws RefusedException for what is not run
     */
    public Optional<List<Value>> check(List<Value> inputs, Binding binding) {
        try {
            return Optional.of(run(inputs, binding));
        } catch (BindException | Keras4jException e) {
            return Optional.empty(); // with the sizes that are fed, they may
        }
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        try {
            return run(call.inputs(), binding);
        } catch (RefusedException e) {
            throw new BindException(String.valueOf(e.getMessage()));
        }
    }

    private List<Value> run(List<Value> inputs, Binding binding) {
        Map<String, List<Value>> operands = new LinkedHashMap<>();
        boolean known = true;
        for (Map.Entry<String, List<TensorOperation.Operand>> entry :
                operation.operands().entrySet()) {
            List<Value> values = new ArrayList<>();
            for (TensorOperation.Operand operand : entry.getValue()) {
                Value value = operand instanceof TensorOperation.Input input
                        ? inputs.get(input.index()).withMask(null)
                        : binding.know(Objects.requireNonNull(constants.get(operand)));
                known &= binding.isKnown(value);
                values.add(value);
            }
            operands.put(entry.getKey(), values);
        }
        if (known) {
            return runNow(operands, binding);
        }
        return bound(operands, binding);
    }

    private List<Value> bound(Map<String, List<Value>> operands, Binding binding) {
        OperationCall call = new OperationCall(operation, operands, binding);
        List<Value> outputs;
        try {
            outputs = runs.bind(call);
        } catch (IndexOutOfBoundsException | NegativeArraySizeException e) {
            // an operation that does not look at its inputs' axes first
            throw new BindException("takes inputs of other shapes (" + e.getMessage() + ")");
        }
        call.refuseUnread();
        return outputs;
    }

    /** What hangs on shapes and constants alone is computed once, so that shapes may hang on it. */
    private List<Value> runNow(Map<String, List<Value>> operands, Binding binding) {
        Binding aside = binding.aside();
        operands.values().forEach(values -> values.forEach(aside::know));
        List<Value> outputs = bound(operands, aside);
        for (Runnable step : aside.steps()) {
            step.run();
        }
        outputs.forEach(binding::know);
        return outputs;
    }
}
