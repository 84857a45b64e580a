package io.github.keras4j.engine.purejava.layers;

import io.github.keras4j.engine.purejava.operations.SoundWindow;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Preprocessing;
import java.util.List;
import java.util.Locale;

/**
 * Power of a sound in bands of the mel scale, in Keras's order of float operations
 * (layers/preprocessing/mel_spectrogram.py 3.15, call). The Fourier transform is in double.
 */
public final class MelSpectrogramLayer implements CompiledLayer {
    private final Preprocessing.MelSpectrogram layer;
    private final Fourier fourier;
    private final float[] window;
    private final MelBands bands;

    public MelSpectrogramLayer(Preprocessing.MelSpectrogram layer) {
        this.layer = layer;
        fourier = new Fourier(layer.fftLength());
        window = SoundWindow.of(layer.window().name().toLowerCase(Locale.ROOT), layer.length(), layer.fftLength());
        bands = new MelBands(layer);
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = call.input();
        int pad = layer.fftLength() / 2;
        if (x.rank() != 2) {
            throw new BindException("takes (batch, samples)");
        }
        int samples = x.size(1);
        int padded = samples + 2 * pad;
        if (pad >= samples || padded < layer.fftLength()) {
            throw new BindException(
                    "it reflects " + pad + " samples at both ends, so a sound has more. Received: " + samples);
        }
        int time = (padded - layer.fftLength()) / layer.stride() + 1;
        int mels = layer.numMelBins();
        Value y = binding.value(x.size(0), mels, time);
        float[] powers = new float[layer.fftLength() / 2 + 1];
        double[] frame = new double[layer.fftLength()];
        float[] own = new float[mels];
        binding.step(() -> {
            for (int sound = 0; sound < x.size(0); sound++) {
                for (int t = 0; t < time; t++) {
                    for (int i = 0; i < frame.length; i++) {
                        int at = Math.abs(t * layer.stride() + i - pad);
                        int place = at < samples ? at : 2 * samples - 2 - at;
                        frame[i] = x.data()[sound * samples + place] * window[i];
                    }
                    powers(frame, powers);
                    bands.multiply(powers, own);
                    for (int mel = 0; mel < mels; mel++) {
                        y.data()[(sound * mels + mel) * time + t] = own[mel];
                    }
                }
            }
            if (layer.powerToDb()) {
                decibels(y.data());
            }
        });
        return List.of(y);
    }

    private void powers(double[] frame, float[] powers) {
        double[] imaginary = fourier.transform(frame);
        for (int k = 0; k < powers.length; k++) {
            float re = (float) frame[k];
            float im = (float) imaginary[k];
            float magnitude = (float) Math.sqrt(re * re + im * im);
            powers[k] = (float) Math.pow(magnitude, (float) layer.magExp());
        }
    }

    private void decibels(float[] y) {
        float least = (float) layer.minPower();
        float reference = 10 * log10(Math.max(Math.abs((float) layer.refPower()), least));
        float greatest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < y.length; i++) {
            y[i] = 10 * log10(Math.max(y[i], least)) - reference;
            greatest = Math.max(greatest, y[i]);
        }
        float floor = greatest - (float) layer.topDb();
        for (int i = 0; i < y.length; i++) {
            y[i] = Math.max(y[i], floor);
        }
    }

    private static float log10(float x) {
        return (float) Math.log10(x);
    }
}
