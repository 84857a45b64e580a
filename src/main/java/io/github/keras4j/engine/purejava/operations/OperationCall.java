package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Lines;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.model.NumberType;
import io.github.keras4j.model.TensorOperation;
import io.github.keras4j.model.operations.Parameter;
import io.github.keras4j.model.operations.Signatures;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * One operation while it is bound: its tensors and arguments by name, and the buffers of its answer. It remembers what
 * was read, so that an argument that nobody looks at can't be dropped ({@link #refuseUnread}).
 */
final class OperationCall {
    private final TensorOperation operation;
    private final Map<String, List<Value>> operands;
    private final Binding binding;
    private final Set<String> read = new HashSet<>();

    OperationCall(TensorOperation operation, Map<String, List<Value>> operands, Binding binding) {
        this.operation = operation;
        this.operands = operands;
        this.binding = binding;
        for (Parameter parameter : Signatures.named(operation.op()).parameters()) {
            if (parameter.kind() == Parameter.Kind.TYPE) {
                read.add(parameter.name()); // the answer's type says it
            }
        }
    }

    Binding binding() {
        return binding;
    }

    // ---- tensors

    Value value(String name) {
        return optional(name).orElseThrow(() -> new BindException(operation.op() + " needs " + name));
    }

    Optional<Value> optional(String name) {
        List<Value> all = values(name);
        if (all.size() > 1) {
            throw new BindException(name + " is one tensor. Received: " + all.size());
        }
        return all.stream().findFirst();
    }

    List<Value> values(String name) {
        read.add(name);
        return operands.getOrDefault(name, List.of());
    }

    /** The first tensor. */
    Value x() {
        return value(operation.operands().keySet().iterator().next());
    }

    /** The names of the parameters that are given tensors, in order. */
    List<String> operandNames() {
        return List.copyOf(operation.operands().keySet());
    }

    /** The type of a tensor, or of the first of several. */
    NumberType typeOf(String name) {
        return operation.operands().getOrDefault(name, List.of()).get(0).type();
    }

    /** The type of the first tensor. */
    NumberType typeOfX() {
        return operation.operands().values().iterator().next().get(0).type();
    }

    /** The answer's type. */
    NumberType type() {
        return operation.type(0);
    }

    NumberType type(int output) {
        return operation.type(output);
    }

    // ---- arguments

    boolean has(String name) {
        read.add(name);
        return operation.attributes().containsKey(name);
    }

    boolean flag(String name) {
        return has(name) && get(name, Boolean.class);
    }

    int integer(String name) {
        return get(name, Integer.class);
    }

    Optional<Integer> optionalInteger(String name) {
        return has(name) ? Optional.of(integer(name)) : Optional.empty();
    }

    double number(String name) {
        return get(name, Double.class);
    }

    Optional<Double> optionalNumber(String name) {
        return has(name) ? Optional.of(number(name)) : Optional.empty();
    }

    String text(String name) {
        return get(name, String.class);
    }

    boolean isList(String name) {
        return has(name) && operation.attributes().get(name) instanceof List<?>;
    }

    /** A plain value: of several kinds, or nested. */
    Object any(String name) {
        return get(name, Object.class);
    }

    /** A list of whole numbers; a single one as a list. */
    List<Integer> integers(String name) {
        Object value = any(name);
        List<Integer> found = new ArrayList<>();
        for (Object item : value instanceof List<?> list ? list : List.of(value)) {
            if (!(item instanceof Integer number)) {
                throw new RefusedException(name + " is a list of whole numbers. Received: " + value);
            }
            found.add(number);
        }
        return found;
    }

    /** {@code count} whole numbers of at least 1, where a single one stands for all. */
    int[] sizes(String name, int count) {
        return numbers(name, count, 1);
    }

    /** The same, of at least 0. */
    int[] counts(String name, int count) {
        return numbers(name, count, 0);
    }

    private int[] numbers(String name, int count, int least) {
        List<Integer> given = integers(name);
        if (given.stream().anyMatch(number -> number < least)) {
            throw new RefusedException(
                    name + " of " + operation.op() + " is at least " + least + ". Received: " + given);
        }
        if (given.size() != 1 && given.size() != count) {
            throw new BindException(name + " has one number for each of " + count + " axes. Received: " + given);
        }
        return IntStream.range(0, count)
                .map(i -> given.get(given.size() == 1 ? 0 : i))
                .toArray();
    }

    /** Axes counted from 0, ascending; all of them for None. */
    List<Integer> axes(String name, int rank) {
        if (!has(name)) {
            return IntStream.range(0, rank).boxed().toList();
        }
        return integers(name).stream()
                .map(axis -> Lines.axis(rank, axis))
                .distinct()
                .sorted()
                .toList();
    }

    /** Whole numbers that shapes hang on: an argument, or tensors whose numbers are there before the program runs. */
    List<Integer> known(String name) {
        if (has(name)) {
            return integers(name);
        }
        List<Integer> all = new ArrayList<>();
        for (Value value : values(name)) {
            if (!binding.isKnown(value)) {
                throw new RefusedException(name + " of " + operation.op()
                        + " hangs on the numbers that are fed, which is not run; only on shapes it may");
            }
            for (float number : value.data()) {
                all.add((int) number);
            }
        }
        return all;
    }

    private <T> T get(String name, Class<T> kind) {
        read.add(name);
        Object value = operation.attributes().get(name);
        if (!kind.isInstance(value)) {
            throw new RefusedException("operation " + operation.op() + " is not run with this argument. Received: "
                    + name + "=" + (value == null ? "None" : value));
        }
        return kind.cast(value);
    }

    /** @throws RefusedException where the operation's code has not looked at an argument */
    void refuseUnread() {
        Set<String> all = new java.util.TreeSet<>(operation.attributes().keySet());
        all.addAll(operands.keySet());
        all.removeAll(read);
        if (!all.isEmpty()) {
            throw new RefusedException("operation " + operation.op() + " does not look at its argument " + all
                    + ", so it is not run. Received: " + operation.attributes());
        }
    }

    /** @param allowed the only value that is run */
    void only(String name, Object allowed) {
        if (has(name) && !allowed.equals(operation.attributes().get(name))) {
            throw new RefusedException("operation " + operation.op() + " is run with " + name + "=" + allowed
                    + " alone. Received: " + name + "=" + operation.attributes().get(name));
        }
    }

    // ---- answers

    /** A value of the answer's type: element i is {@code f(i)}. */
    Value fill(int[] shape, IntToDoubleFunction f) {
        return fill(type(), shape, f);
    }

    /** A value on the way to the answer, in float32. */
    Value floats(int[] shape, IntToDoubleFunction f) {
        return fill(NumberType.FLOAT32, shape, f);
    }

    Value fill(NumberType type, int[] shape, IntToDoubleFunction f) {
        Value y = binding.value(shape);
        float[] data = y.data();
        step(() -> {
            for (int i = 0; i < data.length; i++) {
                data[i] = type.store(f.applyAsDouble(i));
            }
        });
        return y;
    }

    /** A step whose integers may leave what can be held. */
    void step(Runnable step) {
        binding.step(() -> {
            try {
                step.run();
            } catch (ArithmeticException e) {
                throw new InputException(
                        "layer '" + operation.name() + "' (" + operation.className() + "): " + e.getMessage());
            }
        });
    }
}
