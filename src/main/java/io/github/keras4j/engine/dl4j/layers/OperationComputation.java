package io.github.keras4j.engine.dl4j.layers;

import io.github.keras4j.engine.dl4j.arrays.Arrays;
import io.github.keras4j.engine.dl4j.arrays.Functions;
import io.github.keras4j.engine.dl4j.arrays.Ops;
import io.github.keras4j.engine.dl4j.arrays.UnfitException;
import io.github.keras4j.engine.dl4j.arrays.Value;
import io.github.keras4j.model.NumberType;
import io.github.keras4j.model.TensorOperation;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The bare operations that models are usually joined with, in float32 and on truth values; comparisons take whole numbers
 * too. Attributes are read while the model is compiled: one that is not read refuses the operation.
 */
final class OperationComputation implements Computation {
    private interface Formula {
        Value of(List<Value> operands);
    }

    private final TensorOperation layer;
    private final Set<String> read = new HashSet<>();
    private final Formula formula;

    OperationComputation(TensorOperation layer) {
        this.layer = layer;
        formula = formula();
        Set<String> left = new HashSet<>(layer.attributes().keySet());
        left.removeAll(read);
        if (!left.isEmpty()) {
            throw new UnfitException("operation '" + layer.op() + "' is not run on ND4J with " + left);
        }
        boolean compares = switch (layer.op()) {
            case "not_equal", "equal", "greater", "less", "one_hot" -> true;
            default -> false;
        };
        boolean plain =
                layer.allOperands().allMatch(operand -> isPlain(operand.type()) || compares) && isPlain(layer.type(0));
        if (!plain) {
            throw new UnfitException("operation '" + layer.op() + "' is run on ND4J in float32 only. Received: types "
                    + layer.allOperands().map(TensorOperation.Operand::type).toList() + " -> " + layer.types());
        }
    }

    private static boolean isPlain(NumberType type) {
        return type == NumberType.FLOAT32 || type == NumberType.BOOL;
    }

    private @Nullable Object attribute(String name) {
        read.add(name);
        return layer.attributes().get(name);
    }

    private int integer(String name, int otherwise) {
        return attribute(name) instanceof Number number ? number.intValue() : otherwise;
    }

    private boolean flag(String name) {
        return Boolean.TRUE.equals(attribute(name));
    }

    /** Axes, all of them where none is named. */
    private List<Integer> axes(String name) {
        Object given = attribute(name);
        List<Integer> axes = new ArrayList<>();
        if (given instanceof Number number) {
            axes.add(number.intValue());
        } else if (given instanceof List<?> list) {
            list.forEach(each -> axes.add(((Number) each).intValue()));
        }
        return axes;
    }

    private Formula formula() {
        return switch (layer.op()) {
            case "add" -> x -> Ops.add(x.get(0), x.get(1));
            case "subtract" -> x -> Ops.sub(x.get(0), x.get(1));
            case "multiply" -> x -> Ops.mul(x.get(0), x.get(1));
            case "maximum" -> x -> Ops.max(x.get(0), x.get(1));
            case "minimum" -> x -> Ops.min(x.get(0), x.get(1));
            case "not_equal" -> x -> compared("not_equals", x);
            case "equal" -> x -> compared("equals", x);
            case "greater" -> x -> compared("greater", x);
            case "less" -> x -> compared("less", x);
            case "logical_or" -> x -> Ops.max(truth(x.get(0)), truth(x.get(1)));
            case "logical_and" -> x -> Ops.mul(truth(x.get(0)), truth(x.get(1)));
            case "logical_not" -> x -> ActivationFunctions.oneMinus(truth(x.get(0)));
            case "any" -> reduced(true);
            case "all" -> reduced(false);
            case "concatenate" -> {
                int axis = integer("axis", 0);
                yield x -> Ops.concat(Arrays.axis(x.get(0).rank(), axis), x);
            }
            case "expand_dims" -> {
                List<Integer> axes = axes("axis");
                if (axes.size() != 1) {
                    throw new UnfitException("expand_dims of one axis is run on ND4J. Received: " + axes);
                }
                yield x -> expanded(x.get(0), axes.get(0));
            }
            case "zeros_like" -> {
                attribute("dtype"); // told by the output's type
                yield x -> Value.of(Arrays.zeros(x.get(0).data(), x.get(0).shape()));
            }
            case "ones_like" -> {
                attribute("dtype");
                yield x -> Value.of(Arrays.ones(x.get(0).data(), x.get(0).shape()));
            }
            case "softmax" -> {
                List<Integer> axes = axes("axis");
                if (axes.size() != 1) {
                    throw new UnfitException("softmax over one axis is run on ND4J. Received: " + axes);
                }
                yield x -> Functions.softmax(x.get(0), axes.get(0));
            }
            case "matmul" -> {
                boolean turnedA = flag("transpose_a");
                boolean turnedB = flag("transpose_b");
                yield x -> matmul(turned(x.get(0), turnedA), turned(x.get(1), turnedB));
            }
            case "one_hot" -> oneHot();
            case "get_item" -> {
                Object key = attribute("key");
                List<?> entries = key instanceof List<?> list ? list : java.util.Collections.singletonList(key);
                entries.forEach(OperationComputation::checkEntry);
                yield x -> item(x.get(0), entries);
            }
            default -> throw new UnfitException("keras4j has no bare operation '" + layer.op() + "' on ND4J");
        };
    }

    @Override
    public List<Value> run(Call call, Parameters weights) {
        INDArray like = call.input().data();
        List<Value> operands = layer.allOperands()
                .map(operand -> operand instanceof TensorOperation.Input input
                        ? call.inputs().get(input.index()).withMask(null)
                        : constant(((TensorOperation.Constant) operand).value(), like))
                .toList();
        return List.of(formula.of(operands));
    }

    private static Value constant(Tensor tensor, INDArray like) {
        if (tensor.shape().rank() == 0) {
            return Value.of(Arrays.number(like, tensor.getDouble(0)));
        }
        long[] shape =
                java.util.Arrays.stream(tensor.shape().sizes()).asLongStream().toArray();
        return Value.of(Arrays.of(like, tensor.toDoubles(), shape));
    }

    private static Value compared(String name, List<Value> x) {
        long[] shape = Arrays.broadcast(x.get(0).shape(), x.get(1).shape());
        INDArray a = Arrays.broadcast(x.get(0).data(), shape);
        INDArray b = Arrays.broadcast(x.get(1).data(), shape);
        return Value.of(Arrays.flags(Arrays.op(name, a, b), a));
    }

    private static Value truth(Value x) {
        return Value.of(Arrays.nonZero(x.data()));
    }

    private Formula reduced(boolean any) {
        List<Integer> named = axes("axis");
        boolean keep = flag("keepdims");
        if (named.isEmpty()) {
            throw new UnfitException("operation '" + layer.op() + "' over all axes is not run on ND4J");
        }
        return x -> {
            Value on = truth(x.get(0));
            int[] axes = NormalizingComputations.axes(on.rank(), named);
            INDArray y = any ? on.data().max(true, axes) : on.data().min(true, axes);
            int[] left = NormalizingComputations.others(on.rank(), axes);
            long[] shape = new long[left.length];
            java.util.Arrays.setAll(shape, i -> on.size(left[i]));
            return keep ? Value.of(y) : Ops.reshape(Value.of(y), shape);
        };
    }

    private static Value expanded(Value x, int axis) {
        int at = axis < 0 ? axis + x.rank() + 1 : axis;
        long[] shape = new long[x.rank() + 1];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = i == at ? 1 : x.size(i < at ? i : i - 1);
        }
        return Ops.reshape(x, shape);
    }

    private static Value turned(Value x, boolean turn) {
        int[] axes = new int[x.rank()];
        java.util.Arrays.setAll(axes, i -> i);
        if (turn) {
            axes[x.rank() - 1] = x.rank() - 2;
            axes[x.rank() - 2] = x.rank() - 1;
        }
        return Ops.permute(x, axes);
    }

    private static Value matmul(Value a, Value b) {
        if (b.rank() == 2 && a.rank() >= 2) {
            return Ops.matmul(a, b);
        }
        boolean alike = a.rank() == b.rank()
                && a.rank() > 2
                && Arrays.product(a.shape(), 0, a.rank() - 2) == Arrays.product(b.shape(), 0, b.rank() - 2)
                && a.size(-1) == b.size(-2);
        if (!alike) {
            throw new UnfitException("matmul of matrices alike in their other axes is run on ND4J");
        }
        return Ops.batchMatmul(a, b);
    }

    private Formula oneHot() {
        int depth = integer("num_classes", 0);
        boolean last = integer("axis", -1) == -1;
        boolean ones = integer("on_value", 1) == 1 && integer("off_value", 0) == 0;
        attribute("dtype"); // told by the output's type
        if (!last || !ones || flag("sparse")) {
            throw new UnfitException("one_hot on the last axis, of ones and zeros, is run on ND4J");
        }
        return x -> {
            double[] classes = x.get(0).data().dup('c').data().asDouble();
            double[] flags = new double[classes.length * depth];
            for (int i = 0; i < classes.length; i++) {
                int index = (int) classes[i]; // Keras casts: -0.3 is class 0
                if (index >= 0 && index < depth) {
                    flags[i * depth + index] = 1;
                }
            }
            long[] shape = java.util.Arrays.copyOf(x.get(0).shape(), x.get(0).rank() + 1);
            shape[shape.length - 1] = depth;
            return Value.of(Arrays.of(x.get(0).data(), flags, shape));
        };
    }

    private static void checkEntry(@Nullable Object entry) {
        if (entry instanceof Map<?, ?> slice) {
            if (slice.get("step") instanceof Number step && step.intValue() != 1) {
                throw new UnfitException("slices in steps of one are run on ND4J. Received: step=" + step);
            }
        } else if (!(entry instanceof Number) && !"...".equals(entry)) {
            throw new UnfitException("an index that is not run on ND4J. Received: " + entry);
        }
    }

    /** Numpy's basic indexing, by whole numbers and slices in steps of one. */
    private static Value item(Value x, List<?> entries) {
        int named = (int) entries.stream().filter(entry -> !"...".equals(entry)).count();
        Value y = x;
        int axis = 0;
        for (Object entry : entries) {
            if ("...".equals(entry)) {
                axis += x.rank() - named;
            } else if (entry instanceof Number number) {
                int at = number.intValue() < 0 ? number.intValue() + y.size(axis) : number.intValue();
                if (at < 0 || at >= y.size(axis)) {
                    throw new UnfitException("index out of range. Received: " + number);
                }
                y = Ops.at(y, axis, at);
            } else if (entry instanceof Map<?, ?> slice) {
                int size = y.size(axis);
                int from = bound(slice.get("start"), size, 0);
                int to = bound(slice.get("stop"), size, size);
                if (to <= from) {
                    throw new UnfitException("ND4J does not compute on arrays without elements. Received: " + slice);
                }
                y = Ops.part(y, axis++, from, to);
            }
        }
        return y;
    }

    private static int bound(@Nullable Object value, int size, int otherwise) {
        if (!(value instanceof Number number)) {
            return otherwise;
        }
        int at = number.intValue() < 0 ? number.intValue() + size : number.intValue();
        return Math.max(0, Math.min(at, size));
    }
}
