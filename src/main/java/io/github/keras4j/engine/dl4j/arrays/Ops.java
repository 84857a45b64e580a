package io.github.keras4j.engine.dl4j.arrays;

import static io.github.keras4j.engine.dl4j.arrays.Arrays.number;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What layers are made of, each with its gradient. Masks do not pass: who wants one sets it. */
public final class Ops {
    private Ops() {}

    /** A result and the way back from it; the way is forgotten where no gradient is wanted. */
    static Value result(INDArray data, List<Value> from, Tape.Backward backward) {
        List<Tape> tapes = new ArrayList<>(from.size());
        for (Value value : from) {
            Tape tape = value.tape();
            if (tape != null) {
                tapes.add(tape);
            }
        }
        return tapes.isEmpty() ? Value.of(data) : new Value(data, null, new Tape(data, tapes, backward));
    }

    /** Adds a gradient to a value's, summed over the axes along which the value was broadcast. */
    static void give(Value to, INDArray gradient) {
        Tape tape = to.tape();
        if (tape == null) {
            return;
        }
        INDArray sum = gradient;
        int more = sum.rank() - to.rank();
        if (more > 0) {
            int[] axes = new int[more];
            java.util.Arrays.setAll(axes, i -> i);
            sum = sum.sum(axes);
        }
        for (int axis = 0; axis < to.rank(); axis++) {
            if (to.size(axis) == 1 && sum.size(axis) != 1) {
                sum = sum.sum(true, axis);
            }
        }
        tape.add(sum);
    }

    /** The sum; broadcasts. */
    public static Value add(Value a, Value b) {
        return result(a.data().add(b.data()), List.of(a, b), g -> {
            give(a, g);
            give(b, g);
        });
    }

    /** The difference; broadcasts. */
    public static Value sub(Value a, Value b) {
        return result(a.data().sub(b.data()), List.of(a, b), g -> {
            give(a, g);
            give(b, g.neg());
        });
    }

    /** The product, element by element; broadcasts. */
    public static Value mul(Value a, Value b) {
        return result(a.data().mul(b.data()), List.of(a, b), g -> {
            give(a, g.mul(b.data()));
            give(b, g.mul(a.data()));
        });
    }

    /** The quotient; broadcasts. */
    public static Value div(Value a, Value b) {
        INDArray y = a.data().div(b.data());
        return result(y, List.of(a, b), g -> {
            INDArray part = g.div(b.data());
            give(a, part);
            give(b, part.mul(y).negi());
        });
    }

    /** The greater one, the second where both are equal; broadcasts. */
    public static Value max(Value a, Value b) {
        INDArray y = Arrays.op("maximum", a.data(), b.data());
        return result(y, List.of(a, b), g -> {
            INDArray first = Arrays.flags(Arrays.op("greater", a.data(), b.data()), g);
            give(a, g.mul(first));
            give(b, g.mul(first.rsub(1)));
        });
    }

    /** The smaller one, the second where both are equal; broadcasts. */
    public static Value min(Value a, Value b) {
        INDArray y = Arrays.op("minimum", a.data(), b.data());
        return result(y, List.of(a, b), g -> {
            INDArray first = Arrays.flags(Arrays.op("less", a.data(), b.data()), g);
            give(a, g.mul(first));
            give(b, g.mul(first.rsub(1)));
        });
    }

    /** A number more. */
    public static Value add(Value x, double more) {
        return result(x.data().add(more), List.of(x), g -> give(x, g));
    }

    /** So many times. */
    public static Value mul(Value x, double factor) {
        return result(x.data().mul(factor), List.of(x), g -> give(x, g.mul(factor)));
    }

    /** A number minus the value. */
    public static Value from(double number, Value x) {
        return result(x.data().rsub(number), List.of(x), g -> give(x, g.neg()));
    }

    /** The first where the flags are not zero, else the second; broadcasts. No gradient reaches the flags. */
    public static Value where(INDArray flags, Value a, Value b) {
        INDArray y = Arrays.where(flags, a.data(), b.data());
        return result(y, List.of(a, b), g -> {
            INDArray zero = number(g, 0);
            give(a, Arrays.where(flags, g, zero));
            give(b, Arrays.where(flags, zero, g));
        });
    }

    /** Rows, along the last axis, times a matrix. */
    public static Value matmul(Value x, Value matrix) {
        long in = x.size(-1);
        if (matrix.size(0) != in) {
            throw new UnfitException("the last axis has " + matrix.size(0) + " features");
        }
        INDArray rows = Arrays.reshape(x.data(), x.length() / Math.max(in, 1), in);
        long[] shape = x.shape().clone();
        shape[shape.length - 1] = matrix.size(1);
        INDArray y = Arrays.reshape(rows.mmul(matrix.data()), shape);
        return result(y, List.of(x, matrix), g -> {
            INDArray back = Arrays.reshape(g, rows.size(0), matrix.size(1));
            if (x.tape() != null) {
                give(x, Arrays.reshape(back.mmul(matrix.data().transpose()), x.shape()));
            }
            if (matrix.tape() != null) {
                give(matrix, rows.transpose().mmul(back));
            }
        });
    }

    /** Matrix by matrix along the axes before the last two, which are the same in both. */
    public static Value batchMatmul(Value a, Value b) {
        INDArray y = Arrays.op("matmul", a.data().dup('c'), b.data().dup('c'));
        return result(y, List.of(a, b), g -> {
            int[] turned = turned(a.rank());
            give(a, Arrays.op("matmul", g, b.data().permute(turned).dup('c')));
            give(b, Arrays.op("matmul", a.data().permute(turned).dup('c'), g));
        });
    }

    private static int[] turned(int rank) {
        int[] axes = new int[rank];
        java.util.Arrays.setAll(axes, axis -> axis);
        axes[rank - 1] = rank - 2;
        axes[rank - 2] = rank - 1;
        return axes;
    }

    /** Row-major in another shape. */
    public static Value reshape(Value x, long... shape) {
        if (Arrays.product(shape, 0, shape.length) != x.length()) {
            throw new UnfitException(
                    "can't make " + java.util.Arrays.toString(shape) + " of " + java.util.Arrays.toString(x.shape()));
        }
        return result(Arrays.reshape(x.data(), shape), List.of(x), g -> give(x, Arrays.reshape(g, x.shape())));
    }

    /** With the axes in another order. */
    public static Value permute(Value x, int... axes) {
        int[] inverse = new int[axes.length];
        boolean same = true;
        for (int i = 0; i < axes.length; i++) {
            inverse[axes[i]] = i;
            same &= axes[i] == i;
        }
        return same
                ? x.withMask(null)
                : result(
                        x.data().permute(axes).dup('c'),
                        List.of(x),
                        g -> give(x, g.permute(inverse).dup('c')));
    }

    /** The part of an axis from {@code from} up to {@code to}. */
    public static Value part(Value x, int axis, long from, long to) {
        INDArray y = Arrays.part(x.data(), axis, from, to);
        return result(y, List.of(x), g -> {
            Tape tape = x.tape();
            if (tape != null) {
                Arrays.part(tape.gradient(), axis, from, to).addi(g);
            }
        });
    }

    /**
     * So many positions of an axis, in steps. ND4J's own intervals with steps ask for more than the axis has, or give
     * fewer positions.
     */
    public static Value steps(Value x, int axis, long from, long count, long step) {
        if (step == 1 || count == 1) {
            return part(x, axis, from, from + count);
        }
        long end = from + count * step;
        long[] none = new long[x.rank()];
        long[] more = none.clone();
        more[axis] = Math.max(end - x.size(axis), 0);
        Value whole = part(pad(x, none, more, 0), axis, from, end);
        long[] apart = new long[x.rank() + 1];
        for (int i = 0; i < apart.length; i++) {
            apart[i] = i == axis ? count : i == axis + 1 ? step : x.size(i < axis ? i : i - 1);
        }
        return at(reshape(whole, apart), axis + 1, 0);
    }

    /** One position of an axis, which falls away. */
    public static Value at(Value x, int axis, long position) {
        Value part = part(x, axis, position, position + 1);
        long[] shape = new long[x.rank() - 1];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = x.size(i < axis ? i : i + 1);
        }
        return reshape(part, shape);
    }

    /** Side by side on an axis. */
    public static Value concat(int axis, List<Value> parts) {
        if (parts.size() == 1) {
            return parts.get(0).withMask(null);
        }
        INDArray y = Nd4j.concat(axis, parts.stream().map(Value::data).toArray(INDArray[]::new));
        return result(y, parts, g -> {
            long at = 0;
            for (Value part : parts) {
                give(part, Arrays.part(g, axis, at, at + part.size(axis)));
                at += part.size(axis);
            }
        });
    }

    /** One behind the other on a new axis. */
    public static Value stack(int axis, List<Value> parts) {
        List<Value> longer = new ArrayList<>();
        for (Value part : parts) {
            long[] shape = new long[part.rank() + 1];
            for (int i = 0; i < shape.length; i++) {
                shape[i] = i == axis ? 1 : part.size(i < axis ? i : i - 1);
            }
            longer.add(reshape(part, shape));
        }
        return concat(axis, longer);
    }

    /** With an axis read backwards. */
    public static Value reverse(Value x, int axis) {
        List<Value> parts = new ArrayList<>();
        for (int i = 0; i < x.size(axis); i++) {
            parts.add(part(x, axis, i, i + 1));
        }
        Collections.reverse(parts);
        return concat(axis, parts);
    }

    /** Zeros (or another number) around. */
    public static Value pad(Value x, long[] before, long[] after, double with) {
        long[] shape = x.shape().clone();
        boolean grows = false;
        for (int axis = 0; axis < shape.length; axis++) {
            shape[axis] += before[axis] + after[axis];
            grows |= before[axis] + after[axis] != 0;
        }
        if (!grows) {
            return x.withMask(null);
        }
        INDArray y = Arrays.zeros(x.data(), shape);
        if (with != 0) {
            y.assign(with);
        }
        inner(y, x.shape(), before).assign(x.data());
        return result(y, List.of(x), g -> give(x, inner(g, x.shape(), before)));
    }

    private static INDArray inner(INDArray y, long[] shape, long[] before) {
        INDArray part = y;
        for (int axis = 0; axis < shape.length; axis++) {
            if (shape[axis] != part.size(axis)) {
                part = Arrays.part(part, axis, before[axis], before[axis] + shape[axis]);
            }
        }
        return part;
    }

    /** The sum over axes, which stay with size 1. */
    public static Value sum(Value x, int... axes) {
        if (axes.length == 0) {
            return x.withMask(null);
        }
        INDArray y = x.data().sum(true, axes);
        return result(y, List.of(x), g -> give(x, Arrays.broadcast(g, x.shape())));
    }

    /** The mean over axes, which stay with size 1. */
    public static Value mean(Value x, int... axes) {
        long count = 1;
        for (int axis : axes) {
            count *= x.size(axis);
        }
        return mul(sum(x, axes), 1.0 / count);
    }

    /** The greatest over an axis, which stays with size 1. The gradient goes to all that are as great. */
    public static Value max(Value x, int axis) {
        INDArray y = x.data().max(true, axis);
        return result(y, List.of(x), g -> {
            INDArray greatest = Arrays.flags(Arrays.op("equals", x.data(), y), g);
            give(x, greatest.mul(g).div(greatest.sum(true, axis)));
        });
    }

    /** Rows of a table, by whole numbers. */
    public static Value rows(Value table, INDArray indices) {
        INDArray flat = Arrays.reshape(indices, indices.length()).castTo(org.nd4j.linalg.api.buffer.DataType.INT);
        long[] shape = java.util.Arrays.copyOf(indices.shape(), indices.rank() + 1);
        shape[shape.length - 1] = table.size(1);
        INDArray y = Arrays.reshape(Arrays.op("gather", table.data(), flat), shape);
        return result(y, List.of(table), g -> {
            Tape tape = table.tape();
            if (tape != null) {
                tape.addSlices(flat, Arrays.reshape(g, flat.length(), table.size(1)));
            }
        });
    }
}
