package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.errors.InputException;

/** Dense linear algebra on single matrices, in double. */
final class Matrices {
    private Matrices() {}

    static double[][] transpose(double[][] a) {
        double[][] t = new double[a.length == 0 ? 0 : a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                t[j][i] = a[i][j];
            }
        }
        return t;
    }

    static double[][] identity(int n) {
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            a[i][i] = 1;
        }
        return a;
    }

    static double[][] multiply(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                for (int k = 0; k < b.length; k++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }

    /** Solves {@code a x = b} in place by Gauss's elimination with pivots; gives the determinant of a. */
    static double solve(double[][] a, double[][] b) {
        int n = a.length;
        double determinant = 1;
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int i = k + 1; i < n; i++) {
                pivot = Math.abs(a[i][k]) > Math.abs(a[pivot][k]) ? i : pivot;
            }
            determinant *= pivot == k ? a[k][k] : -a[pivot][k];
            if (a[pivot][k] == 0) {
                return 0;
            }
            swap(a, k, pivot);
            swap(b, k, pivot);
            for (int i = 0; i < n; i++) {
                double factor = i == k ? 0 : a[i][k] / a[k][k];
                subtract(a[i], a[k], factor);
                subtract(b[i], b[k], factor);
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < b[i].length; j++) {
                b[i][j] /= a[i][i];
            }
        }
        return determinant;
    }

    private static void swap(double[][] rows, int i, int j) {
        double[] row = rows[i];
        rows[i] = rows[j];
        rows[j] = row;
    }

    private static void subtract(double[] from, double[] row, double factor) {
        for (int j = 0; factor != 0 && j < from.length; j++) {
            from[j] -= factor * row[j];
        }
    }

    /** The lower factor; reads the lower half alone, as LAPACK. */
    static double[][] cholesky(double[][] a) {
        int n = a.length;
        double[][] l = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= l[i][k] * l[j][k];
                }
                if (i == j && !(sum > 0)) {
                    throw new InputException("a matrix is not positive definite, so it has no Cholesky factor");
                }
                l[i][j] = i == j ? Math.sqrt(sum) : sum / l[j][j];
            }
        }
        return l;
    }

    /** Descending, by Jacobi's rotations of the columns. */
    static double[] singularValues(double[][] a) {
        double[][] u = a.length >= a[0].length ? copy(a) : transpose(a);
        rotate(u, identity(u[0].length));
        double[] values = new double[u[0].length];
        for (int j = 0; j < values.length; j++) {
            values[j] = Math.sqrt(dot(u, j, j));
        }
        java.util.Arrays.sort(values);
        for (int i = 0; i < values.length / 2; i++) {
            double other = values[i];
            values[i] = values[values.length - 1 - i];
            values[values.length - 1 - i] = other;
        }
        return values;
    }

    /** Moore and Penrose's inverse: singular values up to {@code rcond} of the largest count as zero. */
    static double[][] pseudoInverse(double[][] a, double rcond) {
        if (a.length < a[0].length) {
            return transpose(pseudoInverse(transpose(a), rcond));
        }
        double[][] u = copy(a);
        int n = a[0].length;
        double[][] v = identity(n);
        rotate(u, v);
        double largest = 0;
        for (int j = 0; j < n; j++) {
            largest = Math.max(largest, Math.sqrt(dot(u, j, j)));
        }
        double[][] inverse = new double[n][a.length];
        for (int j = 0; j < n; j++) {
            double square = dot(u, j, j);
            if (Math.sqrt(square) > rcond * largest) {
                for (int i = 0; i < n; i++) {
                    for (int k = 0; k < a.length; k++) {
                        inverse[i][k] += v[i][j] * u[k][j] / square;
                    }
                }
            }
        }
        return inverse;
    }

    /** One-sided Jacobi: makes the columns of u orthogonal, and turns v along. */
    private static void rotate(double[][] u, double[][] v) {
        int n = u[0].length;
        for (int sweep = 0; sweep < 60; sweep++) {
            double off = 0;
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    double alpha = dot(u, p, p);
                    double beta = dot(u, q, q);
                    double gamma = dot(u, p, q);
                    if (Math.abs(gamma) <= 1e-16 * Math.sqrt(alpha * beta)) {
                        continue;
                    }
                    off = Math.max(off, Math.abs(gamma) / Math.sqrt(alpha * beta));
                    double zeta = (beta - alpha) / (2 * gamma);
                    double t = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
                    double c = 1 / Math.sqrt(1 + t * t);
                    turn(u, p, q, c, c * t);
                    turn(v, p, q, c, c * t);
                }
            }
            if (off < 1e-15) {
                return;
            }
        }
    }

    private static void turn(double[][] a, int p, int q, double c, double s) {
        for (double[] row : a) {
            double x = row[p];
            row[p] = c * x - s * row[q];
            row[q] = s * x + c * row[q];
        }
    }

    private static double dot(double[][] a, int p, int q) {
        double sum = 0;
        for (double[] row : a) {
            sum += row[p] * row[q];
        }
        return sum;
    }

    static double[][] copy(double[][] a) {
        double[][] copy = new double[a.length][];
        for (int i = 0; i < a.length; i++) {
            copy[i] = a[i].clone();
        }
        return copy;
    }
}
