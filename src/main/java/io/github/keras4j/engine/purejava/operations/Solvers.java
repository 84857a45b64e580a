package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.model.NumberType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Linear algebra on the last two axes. Factors whose signs LAPACK chooses are not given. */
final class Solvers {
    private Solvers() {}

    /** From one matrix (and right sides) to another. */
    private interface OfMatrix {
        double[][] of(double[][] a);
    }

    static void addTo(Map<String, Operation> all) {
        Operations.single(all, "inv", call -> each(call, call.x(), true, Solvers::inverse));
        Operations.single(all, "det", call -> number(call, true, Solvers::determinant));
        Operations.single(all, "logdet", call -> number(call, true, a -> Math.log(determinant(a))));
        all.put(
                "slogdet",
                call -> List.of(
                        number(call, true, a -> Math.signum(determinant(a))),
                        number(call, true, a -> Math.log(Math.abs(determinant(a))))));
        Operations.single(all, "cholesky", call -> {
            boolean upper = call.flag("upper");
            return each(
                    call, call.x(), true, a -> upper ? Matrices.transpose(Matrices.cholesky(a)) : Matrices.cholesky(a));
        });
        Operations.single(all, "cholesky_inverse", call -> {
            boolean upper = call.flag("upper");
            // of the factor, and not of its square, whose digits may all be lost
            return each(call, call.x(), true, a -> {
                double[][] own = inverse(half(a, !upper));
                return upper
                        ? Matrices.multiply(own, Matrices.transpose(own))
                        : Matrices.multiply(Matrices.transpose(own), own);
            });
        });
        Operations.single(all, "pinv", call -> {
            Value x = call.x();
            double rcond =
                    call.optionalNumber("rcond").orElse(10.0 * Math.max(x.size(-2), x.lastSize()) * Math.ulp(1f));
            return each(call, x, false, a -> Matrices.pseudoInverse(a, rcond));
        });
        Operations.single(all, "matrix_rank", call -> {
            Value x = call.x();
            double given = call.optionalNumber("tol").orElse(-1.0);
            int most = Math.max(x.size(-2), x.lastSize());
            return number(call, false, a -> {
                double[] s = Matrices.singularValues(a);
                double tolerance = given >= 0 ? given : s[0] * most * Math.ulp(1f);
                return Arrays.stream(s).filter(v -> v > tolerance).count();
            });
        });
        Operations.single(all, "svd", call -> {
            call.only("compute_uv", false);
            call.flag("full_matrices");
            Value x = call.x();
            int count = Math.min(x.size(-2), x.lastSize());
            Value y =
                    each(call, x, x.size(-2), x.lastSize(), 1, count, a -> new double[][] {Matrices.singularValues(a)});
            int[] shape = Arrays.copyOf(x.shape(), x.rank() - 1);
            shape[shape.length - 1] = count;
            return y.reshaped(shape);
        });
        Operations.single(all, "solve", call -> solve(call, a -> a));
        Operations.single(all, "solve_triangular", call -> {
            boolean lower = call.flag("lower");
            return solve(call, a -> half(a, lower));
        });
        Operations.single(all, "lstsq", Solvers::leastSquares);
        Operations.single(all, "corrcoef", Solvers::correlations);
    }

    private static double[][] half(double[][] a, boolean lower) {
        double[][] half = Matrices.copy(a);
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                half[i][j] = lower ? j <= i ? a[i][j] : 0 : j >= i ? a[i][j] : 0;
            }
        }
        return half;
    }

    private static double[][] inverse(double[][] a) {
        double[][] inverse = Matrices.identity(a.length);
        if (Matrices.solve(Matrices.copy(a), inverse) == 0) {
            throw new InputException("a matrix has no inverse");
        }
        return inverse;
    }

    private static double determinant(double[][] a) {
        return Matrices.solve(Matrices.copy(a), Matrices.identity(a.length));
    }

    private interface NumberOf {
        double of(double[][] a);
    }

    private static Value number(OperationCall call, boolean square, NumberOf number) {
        Value x = call.x();
        checkSquare(x, square);
        Value y = each(call, x, x.size(-2), x.lastSize(), 1, 1, a -> new double[][] {{number.of(a)}});
        return y.reshaped(Arrays.copyOf(x.shape(), x.rank() - 2));
    }

    private static Value each(OperationCall call, Value x, boolean square, OfMatrix of) {
        checkSquare(x, square);
        return each(call, x, x.size(-2), x.lastSize(), x.lastSize(), x.size(-2), of);
    }

    private static void checkSquare(Value x, boolean square) {
        if (square && x.rank() > 1 && x.size(-2) != x.lastSize()) {
            throw new BindException("matrices are square. Received: shape " + x.toShape());
        }
    }

    private static Value each(
            OperationCall call, Value x, int rows, int columns, int rowsOut, int columnsOut, OfMatrix of) {
        if (x.rank() < 2) {
            throw new BindException("it takes matrices. Received: shape " + x.toShape());
        }
        int[] shape = x.shape().clone();
        shape[shape.length - 2] = rowsOut;
        shape[shape.length - 1] = columnsOut;
        Value y = call.binding().value(shape);
        NumberType type = call.type();
        call.step(() -> {
            for (int m = 0; m < x.elements() / Math.max(rows * columns, 1); m++) {
                write(of.of(matrix(x, m, rows, columns)), y, m, type);
            }
        });
        return y;
    }

    private static double[][] matrix(Value x, int index, int rows, int columns) {
        double[][] a = new double[rows][columns];
        for (int i = 0; i < rows * columns; i++) {
            a[i / columns][i % columns] = x.data()[index * rows * columns + i];
        }
        return a;
    }

    private static void write(double[][] a, Value y, int index, NumberType type) {
        int at = a.length == 0 ? 0 : index * a.length * a[0].length;
        for (double[] row : a) {
            for (double v : row) {
                y.data()[at++] = type.store(v);
            }
        }
    }

    /** A right side with one axis less is a vector for each matrix. */
    private static Value solve(OperationCall call, OfMatrix prepared) {
        Value a = call.value("a");
        Value given = call.value("b");
        Value b = given.rank() == a.rank() - 1 ? Reshapes.expand(given, List.of(-1)) : given;
        int n = a.lastSize();
        boolean fits = a.rank() >= 2 && a.size(-2) == n && b.rank() == a.rank() && b.size(-2) == n;
        if (!fits || a.elements() / Math.max(n * n, 1) != b.elements() / Math.max(n * b.lastSize(), 1)) {
            throw new RefusedException("right sides that are broadcast are not run. Received: shapes " + a.toShape()
                    + " and " + given.toShape());
        }
        int columns = b.lastSize();
        Value y = call.binding().value(b.shape());
        NumberType type = call.type();
        call.step(() -> {
            for (int m = 0; m < a.elements() / (n * n); m++) {
                double[][] x = matrix(b, m, n, columns);
                if (Matrices.solve(prepared.of(matrix(a, m, n, n)), x) == 0) {
                    throw new InputException("a matrix has no inverse");
                }
                write(x, y, m, type);
            }
        });
        return y.reshaped(given.shape());
    }

    private static Value leastSquares(OperationCall call) {
        Value a = call.value("a");
        Value given = call.value("b");
        if (a.rank() != 2 || given.rank() > 2 || given.rank() < 1 || given.size(0) != a.size(0)) {
            throw new BindException("lstsq takes one matrix, and right sides of as many rows. Received: shapes "
                    + a.toShape() + " and " + given.toShape());
        }
        Value b = given.rank() == 1 ? Reshapes.expand(given, List.of(-1)) : given;
        double rcond = call.optionalNumber("rcond").orElse(Math.ulp(1f) * (double) Math.max(a.size(0), a.size(1)));
        int[] shape = given.rank() == 1 ? new int[] {a.size(1)} : new int[] {a.size(1), b.size(1)};
        Value y = call.binding().value(shape);
        NumberType type = call.type();
        call.step(() -> {
            double[][] inverse = Matrices.pseudoInverse(matrix(a, 0, a.size(0), a.size(1)), rcond);
            write(Matrices.multiply(inverse, matrix(b, 0, b.size(0), b.size(1))), y, 0, type);
        });
        return y;
    }

    /** Between the rows, clipped to -1 and 1. */
    private static Value correlations(OperationCall call) {
        Value x = call.x();
        if (x.rank() != 2) {
            throw new RefusedException("corrcoef is run on a matrix. Received: shape " + x.toShape());
        }
        return each(call, x, x.size(0), x.size(1), x.size(0), x.size(0), a -> {
            double[][] c = new double[a.length][a.length];
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < a.length; j++) {
                    double meanI = Reductions.mean(a[i]);
                    double meanJ = Reductions.mean(a[j]);
                    double sum = 0;
                    for (int k = 0; k < a[i].length; k++) {
                        sum += (a[i][k] - meanI) * (a[j][k] - meanJ);
                    }
                    double scale = Math.sqrt(Reductions.variance(a[i]) * Reductions.variance(a[j])) * a[i].length;
                    c[i][j] = Math.max(-1, Math.min(1, sum / scale));
                }
            }
            return c;
        });
    }
}
