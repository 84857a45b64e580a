package io.github.keras4j.engine.purejava.train.f64;

import io.github.keras4j.engine.purejava.train.f64.Parameters.Parameter;
import java.util.Arrays;
import java.util.Optional;

/** x K + b on the last axis; the activation is a unit of its own. */
public final class DenseUnit extends Unit {
    private final Flow input;
    private final Flow output;
    private final Parameters parameters;
    private final Parameter kernel;
    private final Optional<Parameter> bias;
    private final boolean needsInputGradient;

    public DenseUnit(
            Flow input,
            Flow output,
            Parameters parameters,
            Parameter kernel,
            Optional<Parameter> bias,
            boolean needsInputGradient) {
        this.input = input;
        this.output = output;
        this.parameters = parameters;
        this.kernel = kernel;
        this.bias = bias;
        this.needsInputGradient = needsInputGradient;
    }

    @Override
    public void forward(boolean training) {
        int rows = input.rows();
        int in = input.last();
        int out = output.last();
        Arrays.fill(output.value, 0);
        if (bias.isPresent()) {
            Kernels.BEST.addToRows(rows, out, parameters.value, bias.get().offset(), output.value, 0);
        }
        Kernels.BEST.multiplyAdd(
                rows, in, out, input.value, 0, in, parameters.value, kernel.offset(), out, output.value, 0, out);
        if (output.masked()) {
            System.arraycopy(input.mask, 0, output.mask, 0, output.mask.length);
        }
    }

    @Override
    public void backward() {
        int rows = input.rows();
        int in = input.last();
        int out = output.last();
        double[] dz = output.gradient;
        Kernels.BEST.outerAdd(rows, in, out, input.value, 0, in, dz, 0, out, parameters.gradient, kernel.offset(), out);
        if (bias.isPresent()) {
            Kernels.BEST.sumRows(
                    rows, out, dz, 0, parameters.gradient, bias.get().offset());
        }
        if (needsInputGradient) {
            Kernels.BEST.multiplyTransposedAdd(
                    rows, in, out, dz, 0, out, parameters.value, kernel.offset(), out, input.gradient, 0, in);
        }
    }
}
