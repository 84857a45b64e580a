package io.github.keras4j.training;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.errors.OptionalLibrary;
import org.netlib.lapack.Dgesdd;
import org.netlib.util.intW;

/**
 * Keras 1's {@code orthogonal}: singular vectors of a normal matrix, times a scale. numpy takes them from LAPACK's
 * {@code dgesdd}, whose signs follow from its algorithm; so the same routine is asked here, in its Java translation.
 */
final class Orthogonal {
    private Orthogonal() {}

    /** @param a row-major, {@code [rows][cols]} */
    static double[] of(double[] a, int rows, int cols, double scale) {
        OptionalLibrary.LAPACK.require("Drawing Keras 1's orthogonal initial weights");
        int k = Math.min(rows, cols);
        double[] columns = new double[rows * cols];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < cols; c++) {
                columns[c * rows + r] = a[r * cols + c];
            }
        }
        double[] s = new double[k];
        double[] u = new double[rows * k];
        double[] vt = new double[k * cols];
        int size = 8 * k * k + 10 * Math.max(rows, cols) * 64;
        intW info = new intW(0);
        Dgesdd.dgesdd(
                "S",
                rows,
                cols,
                columns,
                0,
                rows,
                s,
                0,
                u,
                0,
                rows,
                vt,
                0,
                k,
                new double[size],
                0,
                size,
                new int[8 * k],
                0,
                info);
        if (info.val != 0) {
            throw new Keras4jException("LAPACK's dgesdd failed. Received: info=" + info.val);
        }
        boolean left = k == cols; // u has the matrix's shape
        double[] q = new double[rows * cols];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < cols; c++) {
                q[r * cols + c] = scale * (left ? u[c * rows + r] : vt[c * k + r]);
            }
        }
        return q;
    }
}
