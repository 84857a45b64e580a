package io.github.keras4j.engine.purejava.layers;

import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.program.Moves;
import io.github.keras4j.engine.purejava.values.AxisOrder;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Lines;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.NumberType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Products of two inputs, sample by sample, summed over one axis of each: Keras's {@code batch_dot}. */
public final class DotLayer implements CompiledLayer {
    private static final float KERAS_1_EPSILON = 1e-7f;

    private final Merging.Dot layer;

    public DotLayer(Merging.Dot layer) {
        this.layer = layer;
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value a = call.inputs().get(0);
        Value b = call.inputs().get(1);
        int axisA = Lines.axis(a.rank(), layer.axes().get(0));
        int axisB = Lines.axis(b.rank(), layer.axes().get(1));
        if (layer.style() == Merging.DotStyle.KERAS_1_COSINE) {
            return List.of(cosine(a, axisA, b, axisB, binding));
        }
        if (layer.normalize()) {
            return List.of(dot(unit(a, axisA, binding), axisA, unit(b, axisB, binding), axisB, binding));
        }
        return List.of(dot(a, axisA, b, axisB, binding));
    }

    public static Value dot(Value a, int axisA, Value b, int axisB, Binding binding) {
        if (axisA == 0 || axisB == 0 || a.size(axisA) != b.size(axisB) || a.size(0) != b.size(0)) {
            throw new BindException("axes " + axisA + " and " + axisB + " have the same size, and are not the batch's");
        }
        // a as (batch, m, k), b as (batch, k, n)
        Value left = Moves.transpose(a, binding, AxisOrder.toLast(a.rank(), axisA));
        Value right = Moves.transpose(b, binding, AxisOrder.toSecond(b.rank(), axisB));
        int batch = a.size(0);
        int k = a.size(axisA);
        int m = left.elements() / Math.max(batch * k, 1);
        int n = right.elements() / Math.max(batch * k, 1);
        List<Integer> sizes = new ArrayList<>(List.of(batch));
        for (int axis = 1; axis < a.rank() - 1; axis++) {
            sizes.add(left.size(axis));
        }
        for (int axis = 2; axis < b.rank(); axis++) {
            sizes.add(right.size(axis));
        }
        if (sizes.size() == 1) {
            sizes.add(1);
        }
        Value y = binding.value(sizes.stream().mapToInt(Integer::intValue).toArray());
        Kernels kernels = binding.kernels();
        binding.step(() -> {
            Arrays.fill(y.data(), 0);
            for (int sample = 0; sample < batch; sample++) {
                kernels.gemm(
                        m,
                        n,
                        k,
                        left.data(),
                        sample * m * k,
                        k,
                        right.data(),
                        sample * k * n,
                        y.data(),
                        sample * m * n,
                        n);
            }
        });
        return y;
    }

    /** tf.math.l2_normalize: x / sqrt(max(sum of squares, 1e-12)); Keras 3 has another least sum. */
    private Value unit(Value x, int axis, Binding binding) {
        Value y = binding.valueLike(x);
        Lines lines = Lines.of(x.shape(), axis);
        double least = layer.info().leastSquares();
        Optional<NumberType> half = layer.info().half();
        binding.step(() -> {
            for (int line = 0, count = lines.count(); line < count; line++) {
                double sum = 0;
                for (int i = 0, p = lines.start(line); i < lines.length(); i++, p += lines.stride()) {
                    sum += (double) x.data()[p] * x.data()[p];
                }
                double total = sum;
                double norm = Math.sqrt(Math.max(
                        half.map(type -> (double) type.rounded((float) total)).orElse(total), least));
                for (int i = 0, p = lines.start(line); i < lines.length(); i++, p += lines.stride()) {
                    y.data()[p] = (float) (x.data()[p] / norm);
                }
            }
        });
        return y;
    }

    /** Keras 1's Merge mode "cos" (engine/topology.py, Merge.call). */
    private static Value cosine(Value a, int axisA, Value b, int axisB, Binding binding) {
        Value products = dot(a, axisA, b, axisB, binding);
        Value squaresA = dot(a, axisA, a, axisA, binding);
        Value squaresB = dot(b, axisB, b, axisB, binding);
        int n = products.elements();
        if (squaresA.elements() != n || squaresB.elements() != n) {
            throw new BindException("cosine of inputs of different sizes");
        }
        binding.step(() -> {
            for (int i = 0; i < n; i++) {
                double root = Math.sqrt((double) squaresA.data()[i] * squaresB.data()[i]);
                // Theano's maximum gives the number where the other is NaN
                products.data()[i] /= (float) root > KERAS_1_EPSILON ? (float) root : KERAS_1_EPSILON;
            }
        });
        int[] shape = new int[products.rank() + 1];
        shape[0] = products.size(0);
        shape[1] = 1;
        System.arraycopy(products.shape(), 1, shape, 2, products.rank() - 1);
        return products.reshaped(shape);
    }
}
