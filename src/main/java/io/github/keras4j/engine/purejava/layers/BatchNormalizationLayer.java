package io.github.keras4j.engine.purejava.layers;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.program.Groups;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.LayerWeights;
import io.github.keras4j.engine.purejava.values.Moments;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Weights;
import java.util.Arrays;
import java.util.List;

/** {@code (x - mean) gamma / sqrt(variance + epsilon) + beta} by the moving averages, or by the batch's own. */
public final class BatchNormalizationLayer implements CompiledLayer {
    private final Normalizing.BatchNormalization layer;
    private final float[] gamma;
    private final float[] beta;
    private final float[] mean;
    private final float[] scale;

    public BatchNormalizationLayer(Normalizing.BatchNormalization layer, Weights weights) {
        this.layer = layer;
        int size = weights.get("moving_mean").size();
        mean = LayerWeights.flat(weights, "moving_mean", size);
        float[] variance = LayerWeights.flat(weights, "moving_variance", size);
        gamma = layer.scale() ? LayerWeights.flat(weights, "gamma", size) : ones(size);
        beta = layer.center() ? LayerWeights.flat(weights, "beta", size) : new float[size];
        scale = new float[size];
        for (int i = 0; i < size; i++) {
            scale[i] = (float) (gamma[i] / Math.sqrt(variance[i] + layer.epsilon()));
        }
    }

    static float[] ones(int size) {
        float[] ones = new float[size];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = call.input();
        int[] channel = Groups.of(x.shape(), layer.axis());
        if (Groups.count(x.shape(), layer.axis()) != mean.length) {
            throw new BindException("takes " + mean.length + " channels on axis " + layer.axis());
        }
        Value y = binding.passing(x.shape());
        int n = x.elements();
        if (layer.perBatch()) {
            Moments moments = new Moments(mean.length);
            binding.step(() -> {
                moments.measure(x.data(), channel, n);
                for (int i = 0; i < n; i++) {
                    int c = channel[i];
                    double deviation = Math.sqrt(moments.variance(c) + layer.epsilon());
                    y.data()[i] = (float) ((x.data()[i] - moments.mean(c)) / deviation * gamma[c] + beta[c]);
                }
            });
        } else if (layer.axis().equals(List.of(-1)) || layer.axis().equals(List.of(x.rank() - 1))) {
            int rows = x.rows();
            binding.step(() -> {
                for (int row = 0; row < rows; row++) {
                    normalize(x.data(), y.data(), row * mean.length);
                }
            });
        } else {
            binding.step(() -> {
                for (int i = 0; i < n; i++) {
                    int c = channel[i];
                    y.data()[i] = (x.data()[i] - mean[c]) * scale[c] + beta[c];
                }
            });
        }
        return List.of(y.withMask(x.mask()));
    }

    private void normalize(float[] x, float[] y, int at) {
        for (int c = 0; c < mean.length; c++) {
            y[at + c] = (x[at + c] - mean[c]) * scale[c] + beta[c];
        }
    }
}
