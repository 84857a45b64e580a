package io.github.keras4j.engine.purejava.layers;

import io.github.keras4j.engine.purejava.activations.ActivateLayer;
import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.kernels.Matrix;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.program.Context;
import io.github.keras4j.engine.purejava.program.Workers;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.LayerWeights;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * {@code activation(x kernel + bias)} on the last axis. Long sums are added up in stretches, since rounding grows with a
 * sum: 1,600 products that add up to 220 were off by 2.2e-4 in one go, by 5.8e-5 in stretches of 272, by 3.2e-5 in stretches
 * of 128; Keras's own answer is off by 3.1e-5 ({@code src/bench/models/cnn-28x28x1} as it was drawn at first).
 */
public final class DenseLayer implements CompiledLayer {
    private static final int LONG = 256;
    private static final int STRETCH = 128;
    /** For several threads: fewer multiplications are done before a helper has come, */
    private static final int FEWEST_SHARED = 1 << 20;
    /** a part has a multiple of so many rows, */
    private static final int LEAST_ROWS = 24;
    /** and there are about so many. */
    private static final int PARTS = 8;

    private final Core.Dense layer;
    private final int in;
    /** The kernel's rows, cut into stretches. */
    private final Matrix[] kernel;
    /** How many rows all but the last have. */
    private final int depth;

    private final float[] bias;

    public DenseLayer(Core.Dense layer, Weights weights, Context context) {
        this.layer = layer;
        in = weights.get("kernel").shape().size(0);
        int units = layer.units();
        float[] values = LayerWeights.floats(weights, "kernel", Shape.UNKNOWN, units);
        boolean cut = in > LONG && !context.kernels().cutsSums();
        depth = cut ? STRETCH : in;
        int count = cut ? (in + STRETCH - 1) / STRETCH : 1;
        kernel = new Matrix[count];
        for (int i = 0; i < count; i++) {
            int from = i * depth;
            int rows = Math.min(depth, in - from);
            float[] part = count == 1 ? values : Arrays.copyOfRange(values, from * units, (from + rows) * units);
            kernel[i] = context.kernels().pack(part, rows, units);
        }
        bias = LayerWeights.bias(weights, layer.useBias(), layer.units());
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = call.input();
        if (x.rank() < 2 || x.lastSize() != in) {
            throw new BindException("the last axis has " + in + " features");
        }
        int units = layer.units();
        int rows = x.rows();
        int[] shape = Arrays.copyOf(x.shape(), x.rank());
        shape[shape.length - 1] = units;
        Value sums = binding.passing(shape);
        Kernels kernels = binding.kernels();
        Workers workers = binding.context().workers();
        if (workers.areSeveral() && rows >= 2 * LEAST_ROWS && (long) rows * in * units >= FEWEST_SHARED) {
            int part = Math.max(LEAST_ROWS, (rows / PARTS + LEAST_ROWS - 1) / LEAST_ROWS * LEAST_ROWS);
            int parts = (rows + part - 1) / part;
            binding.step(() -> workers.run(parts, i -> {
                int first = i * part;
                int count = Math.min(part, rows - first);
                kernels.affine(count, x.data(), first * in, in, kernel[0], bias, sums.data(), first * units, units);
            }));
        } else {
            binding.step(() -> kernels.affine(rows, x.data(), 0, in, kernel[0], bias, sums.data(), 0, units));
        }
        if (kernel.length > 1) {
            Value part = binding.value(shape);
            for (int i = 1; i < kernel.length; i++) {
                binding.step(more(kernels, rows, x.data(), i, part.data(), sums.data()));
            }
        }
        return List.of(ActivateLayer.inPlace(layer.activation(), sums, binding).withMask(x.mask()));
    }

    private Runnable more(Kernels kernels, int rows, float[] x, int stretch, float[] part, float[] sums) {
        int units = layer.units();
        float[] zeros = new float[units];
        return () -> {
            kernels.affine(rows, x, stretch * depth, in, kernel[stretch], zeros, part, 0, units);
            kernels.add(rows * units, sums, 0, part, 0, sums, 0);
        };
    }
}
