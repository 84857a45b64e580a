package io.github.keras4j.engine.purejava.convolution;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.Channels;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.program.Context;
import io.github.keras4j.engine.purejava.program.Moves;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.Preprocessing.Spectrum;
import io.github.keras4j.model.Weights;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Spectra of a signal's windows, by convolutions with stored cosines and sines, as Keras computes them
 * (layers/preprocessing/stft_spectrogram.py 3.15, call).
 */
public final class SpectrogramLayer implements CompiledLayer {
    private static final float EPSILON = 1e-7f;

    private final Preprocessing.StftSpectrogram layer;
    private final @Nullable ConvKernel real;
    private final @Nullable ConvKernel imaginary;

    public SpectrogramLayer(Preprocessing.StftSpectrogram layer, Weights weights, Context context) {
        this.layer = layer;
        List<Integer> size = List.of(layer.frameLength());
        real = layer.mode() == Spectrum.IMAG
                ? null
                : new ConvKernel(weights.get("real_kernel"), size, 1, context.kernels());
        imaginary = layer.mode() == Spectrum.REAL
                ? null
                : new ConvKernel(weights.get("imag_kernel"), size, 1, context.kernels());
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        if (call.input().rank() != 3) {
            throw new BindException("takes (batch, time, channels)");
        }
        Value x = Channels.last(call.input(), layer.channelsFirst(), binding);
        int batch = x.size(0);
        int channels = x.size(2);
        // each channel is a signal of its own
        Value signals = Moves.transpose(x, binding, 0, 2, 1).reshaped(batch * channels, x.size(1), 1);
        Window[] windows = Window.all(
                signals, List.of(layer.frameLength()), List.of(layer.frameStep()), List.of(1), layer.padding());
        float[] re = parts(real, signals, windows, binding);
        float[] im = parts(imaginary, signals, windows, binding);
        int time = windows[0].out();
        int frequencies = layer.frequencies();
        Value y = binding.value(shape(batch, channels, time));
        int[] strides = strides(channels, time);
        binding.step(() -> {
            for (int signal = 0; signal < batch * channels; signal++) {
                int at = signal / channels * channels * time * frequencies + signal % channels * strides[0];
                for (int t = 0; t < time; t++) {
                    int from = (signal * time + t) * layer.bins();
                    for (int f = 0; f < frequencies; f++) {
                        y.data()[at + t * strides[1] + f * strides[2]] = number(re, im, from, f);
                    }
                }
            }
        });
        return List.of(y);
    }

    /** {@code [signal][time][bin]}; empty where there is no such kernel. */
    private float[] parts(@Nullable ConvKernel kernel, Value signals, Window[] windows, Binding binding) {
        if (kernel == null) {
            return new float[0];
        }
        Value sums = binding.value(Window.shape(signals.size(0), windows, layer.bins()));
        binding.step(kernel.product(signals, windows, sums));
        return sums.data();
    }

    private int[] shape(int batch, int channels, int time) {
        int frequencies = layer.frequencies();
        if (layer.expandDims()) {
            return layer.channelsFirst()
                    ? new int[] {batch, channels, time, frequencies}
                    : new int[] {batch, time, frequencies, channels};
        }
        return layer.channelsFirst()
                ? new int[] {batch, channels * frequencies, time}
                : new int[] {batch, time, channels * frequencies};
    }

    /** From a channel, a window and a frequency to the next, in a sample's answer. */
    private int[] strides(int channels, int time) {
        int frequencies = layer.frequencies();
        if (layer.expandDims()) {
            return layer.channelsFirst()
                    ? new int[] {time * frequencies, frequencies, 1}
                    : new int[] {1, frequencies * channels, channels};
        }
        return layer.channelsFirst()
                ? new int[] {frequencies * time, 1, time}
                : new int[] {frequencies, channels * frequencies, 1};
    }

    private float number(float[] re, float[] im, int from, int f) {
        return switch (layer.mode()) {
            case REAL -> re[from + f];
            case IMAG -> im[from + f];
            case STFT -> f < layer.bins() ? re[from + f] : im[from + f - layer.bins()];
            case ANGLE -> (float) Math.atan2(im[from + f], re[from + f]);
            case PSD -> {
                float power = power(re[from + f], im[from + f]);
                yield f == 0 || f == layer.bins() - 1 ? power : power + power;
            }
            case MAGNITUDE -> magnitude(re[from + f], im[from + f]);
            case LOG -> (float) Math.log(Math.max(magnitude(re[from + f], im[from + f]), EPSILON));
        };
    }

    private static float power(float re, float im) {
        return re * re + im * im;
    }

    private static float magnitude(float re, float im) {
        return (float) Math.sqrt(Math.max(power(re, im), EPSILON));
    }
}
