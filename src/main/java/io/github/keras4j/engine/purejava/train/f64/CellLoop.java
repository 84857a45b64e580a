package io.github.keras4j.engine.purejava.train.f64;

import io.github.keras4j.engine.purejava.train.f64.Parameters.Parameter;
import java.util.Arrays;
import java.util.Optional;

/**
 * A recurrent cell over all steps of a batch. Arrays are {@code [steps][batch][...]} in the order in which the steps
 * are walked; states have one step more, the first being what the walk starts from.
 */
public abstract class CellLoop {
    /**
     * What a cell is made of.
     *
     * @param fromZero whether every batch starts from a state of zeros, and nothing comes of products with that
     */
    public record Spec(
            boolean fromZero,
            int steps,
            int batch,
            int in,
            int units,
            Parameters parameters,
            Parameter kernel,
            Parameter recurrentKernel,
            Optional<Parameter> bias) {}

    private final boolean fromZero;
    public final int steps;
    public final int batch;
    public final int in;
    public final int units;
    public final Parameters parameters;
    public final int kernel;
    public final int recurrent;
    public final Optional<Parameter> bias;
    /** Width of a row of gates. */
    public final int width;
    /** The output state, {@code [steps + 1][batch][units]}. */
    public final double[] h;
    /** What goes into the gates' activations, {@code [steps][batch][width]}. */
    public final double[] pre;
    /** The gates. */
    public final double[] gates;
    /** Gradient of {@link #pre}. */
    public final double[] dpre;
    /** Gradient of the output state that the current step gave; a step back turns it into that of the one before. */
    public final double[] dh;

    public final double[] dhBefore;
    /** The recurrent kernel turned, for a way back with many samples. */
    private final double[] turned;

    public CellLoop(Spec spec, int gateCount) {
        fromZero = spec.fromZero();
        steps = spec.steps();
        batch = spec.batch();
        in = spec.in();
        units = spec.units();
        parameters = spec.parameters();
        kernel = spec.kernel().offset();
        recurrent = spec.recurrentKernel().offset();
        bias = spec.bias();
        width = gateCount * units;
        h = new double[(steps + 1) * batch * units];
        pre = new double[steps * batch * width];
        gates = new double[steps * batch * width];
        dpre = new double[steps * batch * width];
        dh = new double[batch * units];
        dhBefore = new double[batch * units];
        turned = new double[batch < 4 ? 0 : width * units];
    }

    /** The states as they are carried from batch to batch, each {@code [steps + 1][batch][units]}. */
    public abstract double[][] states();

    /** From state {@code t} to state {@code t + 1}. */
    public abstract void step(int t);

    /** From {@link #dh} of state {@code t + 1} to that of state {@code t}; rows that are not live pass it on. */
    public abstract void stepBack(int t, boolean[] live);

    /** Recurrent gradients, after all steps back. */
    public abstract void recurrentGradients();

    /** The backward walk starts: nothing flows in from behind the last step. */
    public void beginBack() {
        Arrays.fill(dh, 0);
        if (turned.length > 0) {
            Kernels.BEST.transpose(units, width, parameters.value, recurrent, width, turned, 0);
        }
    }

    /** {@link #dhBefore} += the gradient of a step's gates, through the whole recurrent kernel. */
    final void backThroughKernel(double[] dGates, int at) {
        if (turned.length > 0) {
            Kernels.BEST.multiplyAdd(batch, width, units, dGates, at, width, turned, 0, units, dhBefore, 0, units);
        } else {
            Kernels.BEST.multiplyTransposedAdd(
                    batch, units, width, dGates, at, width, parameters.value, recurrent, width, dhBefore, 0, units);
        }
    }

    /** Input to gates, for all steps at once. */
    public void project(double[] x) {
        int rows = steps * batch;
        Arrays.fill(pre, 0);
        if (bias.isPresent()) {
            Kernels.BEST.addToRows(rows, width, parameters.value, bias.get().offset(), pre, 0);
        }
        Kernels.BEST.multiplyAdd(rows, in, width, x, 0, in, parameters.value, kernel, width, pre, 0, width);
    }

    /** Gradients of kernel, bias and input, for all steps at once; {@code dx} empty: not wanted. */
    public void finishBack(double[] x, double[] dx) {
        int rows = steps * batch;
        Kernels.BEST.outerAdd(rows, in, width, x, 0, in, dpre, 0, width, parameters.gradient, kernel, width);
        if (bias.isPresent()) {
            Kernels.BEST.sumRows(
                    rows, width, dpre, 0, parameters.gradient, bias.get().offset());
        }
        recurrentGradients();
        if (dx.length > 0) {
            Kernels.BEST.multiplyTransposedAdd(
                    rows, in, width, dpre, 0, width, parameters.value, kernel, width, dx, 0, in);
        }
    }

    public boolean isZeroBefore(int t) {
        return fromZero && t == 0;
    }

    /** B += A^T C over all steps, A being the states before each (or made of them), C what came of them. */
    public final void outerAdd(double[] a, double[] c, int cAt, int cols, int bAt) {
        int skipped = fromZero ? batch : 0;
        Kernels.BEST.outerAdd(
                steps * batch - skipped,
                units,
                cols,
                a,
                skipped * units,
                units,
                c,
                cAt + skipped * width,
                width,
                parameters.gradient,
                bAt,
                width);
    }

    public static boolean isLive(boolean[] live, int row) {
        return live.length == 0 || live[row];
    }
}
