package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.program.Moves;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Broadcast;
import io.github.keras4j.engine.purejava.values.Lines;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.NumberType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Products of vectors, matrices and tensors. */
final class Products {
    private Products() {}

    static void addTo(Map<String, Operation> all) {
        Operations.single(all, "matmul", call -> {
            Value a = call.value("x1");
            Value b = call.value("x2");
            boolean turnA = call.flag("transpose_a");
            boolean turnB = call.flag("transpose_b");
            return matmul(call, turnA ? swapLast(call, a) : a, turnB ? swapLast(call, b) : b);
        });
        Operations.single(all, "matvec", call -> {
            Value a = call.value("x1");
            Value b = call.value("x2");
            Value y = matmul(call, call.flag("transpose_a") ? swapLast(call, a) : a, Reshapes.expand(b, List.of(-1)));
            return y.reshaped(Arrays.copyOf(y.shape(), y.rank() - 1));
        });
        Operations.single(all, "dot", Products::dot);
        Operations.single(all, "inner", Products::inner);
        Operations.single(all, "outer", call -> {
            Value a = call.value("x1");
            Value b = call.value("x2");
            return tensordot(call, a.reshaped(a.elements()), b.reshaped(b.elements()), List.of(), List.of());
        });
        Operations.single(all, "vdot", call -> {
            Value a = call.value("x1");
            Value b = call.value("x2");
            return tensordot(call, a.reshaped(a.elements()), b.reshaped(b.elements()), List.of(0), List.of(0));
        });
        Operations.single(all, "tensordot", Products::tensordot);
        Operations.single(
                all,
                "einsum",
                call -> Einsum.bind(
                        call.text("subscripts"), call.values("operands"), call.type(), call.binding(), call::step));
        Operations.single(all, "kron", Products::kron);
        Operations.single(all, "cross", Products::cross);
        Operations.single(all, "cdist", Products::cdist);
        Operations.single(all, "correlate", Products::correlate);
    }

    private static Value swapLast(OperationCall call, Value x) {
        int[] order = Reshapes.identity(x.rank());
        order[order.length - 1] = order.length - 2;
        order[order.length - 2] = order.length - 1;
        return Moves.transpose(x, call.binding(), order);
    }

    /** A vector is a row before and a column behind, and its axis goes again. */
    static Value matmul(OperationCall call, Value left, Value right) {
        Value a = left.rank() == 1 ? left.reshaped(1, left.elements()) : left;
        Value b = right.rank() == 1 ? right.reshaped(right.elements(), 1) : right;
        if (a.rank() < 2 || b.rank() < 2 || a.lastSize() != b.size(-2)) {
            throw new BindException("matmul of shapes " + left.toShape() + " and " + right.toShape());
        }
        int[] outerA = Arrays.copyOf(a.shape(), a.rank() - 2);
        int[] outerB = Arrays.copyOf(b.shape(), b.rank() - 2);
        int[] outer = Broadcast.shape(outerA, outerB);
        int[] atA = Broadcast.positions(outerA, outer);
        int[] atB = Broadcast.positions(outerB, outer);
        int m = a.size(-2);
        int k = a.lastSize();
        int n = b.lastSize();
        int[] shape = Arrays.copyOf(outer, outer.length + 2);
        shape[outer.length] = m;
        shape[outer.length + 1] = n;
        Value y = call.binding().value(shape);
        if (call.type().isFloating()) {
            Kernels kernels = call.binding().kernels();
            call.step(() -> {
                Arrays.fill(y.data(), 0);
                for (int i = 0; i < atA.length; i++) {
                    kernels.gemm(
                            m, n, k, a.data(), atA[i] * m * k, k, b.data(), atB[i] * k * n, y.data(), i * m * n, n);
                }
            });
        } else {
            whole(call, a, b, y, atA, atB);
        }
        int[] kept = IntStream.range(0, shape.length)
                .filter(axis -> !(left.rank() == 1 && axis == shape.length - 2)
                        && !(right.rank() == 1 && axis == shape.length - 1))
                .map(axis -> shape[axis])
                .toArray();
        return y.reshaped(kept);
    }

    private static void whole(OperationCall call, Value a, Value b, Value y, int[] atA, int[] atB) {
        int m = a.size(-2);
        int k = a.lastSize();
        int n = b.lastSize();
        NumberType type = call.type();
        call.step(() -> {
            for (int i = 0; i < y.data().length; i++) {
                int outer = i / (m * n);
                double sum = 0;
                for (int j = 0; j < k; j++) {
                    sum += (double) a.data()[(atA[outer] * m + i / n % m) * k + j]
                            * b.data()[(atB[outer] * k + j) * n + i % n];
                }
                y.data()[i] = type.store(sum);
            }
        });
    }

    /** numpy's: over the last axis of the first and the last but one of the second. */
    private static Value dot(OperationCall call) {
        Value a = call.value("x1");
        Value b = call.value("x2");
        if (a.rank() == 0 || b.rank() == 0) {
            return Pairwise.zip(call, call.type(), a, b, (x, y) -> x * y);
        }
        return tensordot(call, a, b, List.of(a.rank() - 1), List.of(Math.max(b.rank() - 2, 0)));
    }

    private static Value inner(OperationCall call) {
        Value a = call.value("x1");
        Value b = call.value("x2");
        if (a.rank() == 0 || b.rank() == 0) {
            return Pairwise.zip(call, call.type(), a, b, (x, y) -> x * y);
        }
        return tensordot(call, a, b, List.of(a.rank() - 1), List.of(b.rank() - 1));
    }

    /** axes: how many, or for both tensors one or a list. */
    private static Value tensordot(OperationCall call) {
        Value a = call.value("x1");
        Value b = call.value("x2");
        if (call.any("axes") instanceof Integer count) {
            List<Integer> last =
                    IntStream.range(a.rank() - count, a.rank()).boxed().toList();
            return tensordot(call, a, b, last, IntStream.range(0, count).boxed().toList());
        }
        if (!(call.any("axes") instanceof List<?> pair) || pair.size() != 2) {
            throw new RefusedException(
                    "tensordot takes a number of axes or a pair. Received: axes=" + call.any("axes"));
        }
        return tensordot(call, a, b, axes(pair.get(0), a), axes(pair.get(1), b));
    }

    private static List<Integer> axes(Object given, Value x) {
        return (given instanceof List<?> list ? list : List.of(given))
                .stream().map(axis -> Lines.axis(x.rank(), (Integer) axis)).toList();
    }

    private static Value tensordot(OperationCall call, Value a, Value b, List<Integer> axesA, List<Integer> axesB) {
        if (axesA.size() != axesB.size() || a.rank() + b.rank() > 52) {
            throw new BindException("tensordot takes as many axes of both");
        }
        char[] left = letters('a', a.rank());
        char[] right = letters('A', b.rank());
        for (int i = 0; i < axesA.size(); i++) {
            right[axesB.get(i)] = left[axesA.get(i)];
        }
        StringBuilder target = new StringBuilder();
        IntStream.range(0, left.length).filter(i -> !axesA.contains(i)).forEach(i -> target.append(left[i]));
        IntStream.range(0, right.length).filter(i -> !axesB.contains(i)).forEach(i -> target.append(right[i]));
        String equation = new String(left) + "," + new String(right) + "->" + target;
        return Einsum.bind(equation, List.of(a, b), call.type(), call.binding(), call::step);
    }

    private static char[] letters(char first, int count) {
        char[] letters = new char[count];
        for (int i = 0; i < count; i++) {
            letters[i] = (char) (first + i);
        }
        return letters;
    }

    private static Value kron(OperationCall call) {
        Value a = call.value("x1");
        Value b = call.value("x2");
        int rank = Math.max(a.rank(), b.rank());
        int[] wideA = new int[2 * rank];
        int[] wideB = new int[2 * rank];
        int[] shape = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            int sizeA = axis < rank - a.rank() ? 1 : a.size(axis - rank + a.rank());
            int sizeB = axis < rank - b.rank() ? 1 : b.size(axis - rank + b.rank());
            wideA[2 * axis] = sizeA;
            wideA[2 * axis + 1] = 1;
            wideB[2 * axis] = 1;
            wideB[2 * axis + 1] = sizeB;
            shape[axis] = sizeA * sizeB;
        }
        return Pairwise.zip(call, call.type(), a.reshaped(wideA), b.reshaped(wideB), (x, y) -> x * y)
                .reshaped(shape);
    }

    private static Value cross(OperationCall call) {
        Value a = call.value("x1");
        Value b = call.value("x2");
        boolean one = call.has("axis");
        int axisA = one ? call.integer("axis") : call.integer("axisa");
        int axisB = one ? call.integer("axis") : call.integer("axisb");
        int axisC = one ? call.integer("axis") : call.integer("axisc");
        if (one) {
            call.integer("axisa");
            call.integer("axisb");
            call.integer("axisc");
        }
        Value u = Reshapes.move(call, a, List.of(axisA), List.of(-1));
        Value v = Reshapes.move(call, b, List.of(axisB), List.of(-1));
        if (u.lastSize() != 3 || v.lastSize() != 3) {
            throw new RefusedException("cross of vectors that have not three numbers is not run. Received: shapes "
                    + a.toShape() + " and " + b.toShape());
        }
        int[] shape = Broadcast.shape(u.shape(), v.shape());
        int[] atU = Broadcast.positions(u.shape(), shape);
        int[] atV = Broadcast.positions(v.shape(), shape);
        float[] x = u.data();
        float[] y = v.data();
        Value z = call.fill(shape, i -> {
            int line = i - i % 3;
            int j = line + (i + 1) % 3;
            int k = line + (i + 2) % 3;
            return (double) x[atU[j]] * y[atV[k]] - (double) x[atU[k]] * y[atV[j]];
        });
        return Reshapes.move(call, z, List.of(-1), List.of(axisC));
    }

    /** Distances between the rows of both. */
    private static Value cdist(OperationCall call) {
        Value a = call.value("x");
        Value b = call.value("y");
        Value left = Reshapes.expand(a, List.of(-2));
        Value right = Reshapes.expand(b, List.of(-3));
        Value squares = Pairwise.zip(
                call, NumberType.FLOAT32, left, right, (x, y) -> ((float) (x - y)) * (double) (float) (x - y));
        return Reductions.reduce(
                call, call.type(), squares, List.of(squares.rank() - 1), false, v -> Math.sqrt(Reductions.sum(v)));
    }

    /** numpy's: full, same (as long as the longer) or valid. */
    private static Value correlate(OperationCall call) {
        Value a = call.value("x1");
        Value b = call.value("x2");
        String mode = call.text("mode");
        int n = a.elements();
        int m = b.elements();
        if (a.rank() != 1 || b.rank() != 1 || m > n) {
            throw new RefusedException("correlate is run on vectors, the longer one first. Received: shapes "
                    + a.toShape() + " and " + b.toShape());
        }
        int count = switch (mode) {
            case "full" -> n + m - 1;
            case "same" -> n;
            case "valid" -> n - m + 1;
            default -> throw new RefusedException("the mode is not known. Received: mode=" + mode);
        };
        int shift = (n + m - 1 - count) / 2 - (m - 1);
        return call.fill(new int[] {count}, i -> {
            double sum = 0;
            for (int j = 0; j < m; j++) {
                int at = i + shift + j;
                sum += at >= 0 && at < n ? (double) a.data()[at] * b.data()[j] : 0;
            }
            return sum;
        });
    }
}
