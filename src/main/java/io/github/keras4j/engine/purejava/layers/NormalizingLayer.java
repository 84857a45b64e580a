package io.github.keras4j.engine.purejava.layers;

import io.github.keras4j.engine.purejava.kernels.Kernels;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.program.Groups;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Moments;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.Weights;
import java.util.List;

/** Normalizations by each sample's own numbers: layer, RMS, group and unit normalization. */
public final class NormalizingLayer implements CompiledLayer {
    /** How moments become an offset and a factor. */
    private enum Kind {
        MOMENTS,
        /** LayerNormalization's rms_scaling: the variance, but the mean stays (keras/src/ops/nn.py). */
        VARIANCE,
        RMS,
        /** Keras 1's BatchNormalization of mode 1. */
        SAMPLE,
        UNIT
    }

    private final Kind kind;
    private final List<Integer> axes;
    private final int groups;
    private final double epsilon;
    private final boolean refusesMask;
    private final float[] gamma;
    private final float[] beta;

    public NormalizingLayer(Normalizing layer, Weights weights) {
        refusesMask = layer instanceof Normalizing.GroupNormalization grouped && grouped.weighsByMask();
        if (layer instanceof Normalizing.LayerNormalization norm) {
            kind = norm.rmsScaling() ? Kind.VARIANCE : Kind.MOMENTS;
            axes = norm.axis();
            groups = 0;
            epsilon = norm.epsilon();
            gamma = optional(weights, "gamma", norm.scale());
            beta = optional(weights, "beta", norm.center() && !norm.rmsScaling());
        } else if (layer instanceof Normalizing.GroupNormalization norm) {
            kind = Kind.MOMENTS;
            axes = List.of(norm.axis());
            groups = norm.groups() == -1 ? Integer.MAX_VALUE : norm.groups();
            epsilon = norm.epsilon();
            gamma = optional(weights, "gamma", norm.scale());
            beta = optional(weights, "beta", norm.center());
        } else if (layer instanceof Normalizing.RmsNormalization norm) {
            kind = Kind.RMS;
            axes = norm.axis();
            groups = 0;
            epsilon = norm.epsilon();
            gamma = optional(weights, "scale", true);
            beta = new float[0];
        } else if (layer instanceof Normalizing.UnitNormalization norm) {
            kind = Kind.UNIT;
            axes = norm.axis();
            groups = 0;
            epsilon = norm.info().leastSquares();
            gamma = new float[0];
            beta = new float[0];
        } else if (layer instanceof Normalizing.SampleNormalization norm) {
            kind = Kind.SAMPLE;
            axes = List.of(-1);
            groups = 0;
            epsilon = norm.epsilon();
            gamma = optional(weights, "gamma", true);
            beta = optional(weights, "beta", true);
        } else {
            throw new RefusedException("this normalization is not implemented here. Received: " + layer.className());
        }
    }

    private static float[] optional(Weights weights, String name, boolean used) {
        return used ? weights.get(name).toFloats() : new float[0];
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = call.input();
        if (refusesMask && x.mask() != null) {
            throw new BindException(Normalizing.GroupNormalization.MASKED);
        }
        if (groups == 0 && isLast(x)) {
            return List.of(byRows(x, binding).withMask(kind == Kind.RMS ? null : x.mask()));
        }
        int[] group = groups == 0 ? Groups.of(x.shape(), Groups.others(x.rank(), axes)) : channelGroups(x);
        int count = groups == 0 ? Groups.count(x.shape(), Groups.others(x.rank(), axes)) : x.size(0) * groups(x);
        int[] weight = Groups.of(x.shape(), axes);
        int weights = Groups.count(x.shape(), axes);
        if (gamma.length != 0 && gamma.length != weights || beta.length != 0 && beta.length != weights) {
            throw new BindException("has " + Math.max(gamma.length, beta.length) + " weights for axes " + axes);
        }
        Value y = binding.passing(x.shape());
        Moments moments = new Moments(count);
        int n = x.elements();
        binding.step(() -> {
            moments.measure(x.data(), group, n);
            for (int i = 0; i < n; i++) {
                int g = group[i];
                double offset = kind == Kind.MOMENTS || kind == Kind.SAMPLE ? moments.mean(g) : 0;
                double v = (x.data()[i] - offset) / divisor(moments, g);
                v = gamma.length == 0 ? v : v * gamma[weight[i]];
                y.data()[i] = (float) (beta.length == 0 ? v : v + beta[weight[i]]);
            }
        });
        return List.of(kind == Kind.RMS ? y : y.withMask(x.mask())); // RMSNormalization does not support masking
    }

    private double divisor(Moments moments, int group) {
        return divisor(moments.variance(group), moments.meanSquare(group), moments.count(group));
    }

    private double divisor(double variance, double meanSquare, int count) {
        return switch (kind) {
            case MOMENTS, VARIANCE -> Math.sqrt(variance + epsilon);
            case SAMPLE -> Math.sqrt(variance + epsilon) + epsilon;
            case RMS -> Math.sqrt(meanSquare + epsilon);
            case UNIT -> Math.sqrt(Math.max(meanSquare * count, epsilon));
        };
    }

    /** Whether the axis is the last one, so that what is normalized together lies together. */
    private boolean isLast(Value x) {
        return axes.size() == 1 && (axes.get(0) == -1 || axes.get(0) == x.rank() - 1) && x.lastSize() > 0;
    }

    private Value byRows(Value x, Binding binding) {
        int n = x.lastSize();
        if (gamma.length != 0 && gamma.length != n || beta.length != 0 && beta.length != n) {
            throw new BindException("has " + Math.max(gamma.length, beta.length) + " weights for axes " + axes);
        }
        Value y = binding.passing(x.shape());
        int rows = x.rows();
        Kernels kernels = binding.kernels();
        float[] factors = gamma.length == 0 ? BatchNormalizationLayer.ones(n) : gamma;
        float[] shifts = beta.length == 0 ? new float[n] : beta;
        boolean moves = kind == Kind.MOMENTS || kind == Kind.SAMPLE;
        binding.step(() -> {
            for (int row = 0; row < rows; row++) {
                int at = row * n;
                double mean = kernels.sum(n, x.data(), at) / n;
                double variance = kernels.squares(n, x.data(), at, (float) mean) / n;
                double offset = mean - (float) mean;
                double divisor =
                        divisor(Math.max(0, variance - offset * offset), variance + (mean + offset) * (float) mean, n);
                kernels.scaled(
                        n,
                        x.data(),
                        at,
                        moves ? (float) mean : 0,
                        (float) (1 / divisor),
                        factors,
                        shifts,
                        y.data(),
                        at);
            }
        });
        return y;
    }

    private int groups(Value x) {
        int channels = x.size(axes.get(0));
        int wanted = Math.min(groups, channels);
        if (channels % wanted != 0) {
            throw new BindException(channels + " channels do not make " + wanted + " groups");
        }
        return wanted;
    }

    /** For each element its sample's group of channels. */
    private int[] channelGroups(Value x) {
        int wanted = groups(x);
        int perGroup = x.size(axes.get(0)) / wanted;
        int[] channel = Groups.of(x.shape(), axes);
        int sample = Value.product(x.shape(), 1, x.rank());
        for (int i = 0; i < channel.length; i++) {
            channel[i] = i / sample * wanted + channel[i] / perGroup;
        }
        return channel;
    }
}
