package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Padding;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.Preprocessing.SoundWindow;
import io.github.keras4j.model.Preprocessing.Spectrum;
import io.github.keras4j.tensor.DType;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Keras 3's spectrograms (layers/preprocessing/stft_spectrogram.py and mel_spectrogram.py 3.15). */
public final class SoundReaders {
    private SoundReaders() {}

    /** {@return who reads this class; null for what is not among these} */
    public static @Nullable Reader of(String className) {
        return switch (className) {
            case "STFTSpectrogram" -> SoundReaders::stft;
            case "MelSpectrogram" -> SoundReaders::mel;
            default -> null;
        };
    }

    private static Preprocessing stft(LayerInfo info, Options o, Scope s) {
        requireFloat32(info);
        // they made the kernels, which are stored
        o.ignore("periodic", "scaling");
        Optional<JsonNode> numbers = o.any("window").filter(JsonNode::isArray);
        if (numbers.isPresent()) {
            PreprocessingReaders.numbers("window", numbers.get());
        } else {
            o.ignore("window");
        }
        int length = o.size("frame_length", 256);
        int step = o.any("frame_step").isPresent() ? o.size("frame_step") : length / 2;
        int fft = o.any("fft_length").isPresent() ? o.size("fft_length") : powerOfTwo(length);
        if (length < 1 || step < 1 || step > length || fft < length) {
            throw new Refusal("frame_step is at most frame_length, and that at most fft_length. Received: frame_step="
                    + step + ", frame_length=" + length + ", fft_length=" + fft);
        }
        o.only("mode", "log", "magnitude", "psd", "real", "imag", "angle", "stft");
        o.only("padding", "valid", "same");
        if (s.inputs().isEmpty() || s.inputs().get(0).rank() != 3) {
            throw new Refusal("it takes (batch, time, channels). Received: " + s.inputs());
        }
        return new Preprocessing.StftSpectrogram(
                info,
                Spectrum.valueOf(o.text("mode", "log").toUpperCase(Locale.ROOT)),
                length,
                step,
                fft / 2 + 1,
                o.text("padding", "valid").equals("same") ? Padding.SAME : Padding.VALID,
                o.flag("expand_dims", false),
                s.channelsFirst(o));
    }

    private static int powerOfTwo(int length) {
        return length <= 1 ? 1 : Integer.highestOneBit(length - 1) << 1;
    }

    private static Preprocessing mel(LayerInfo info, Options o, Scope s) {
        requireFloat32(info);
        int fft = o.size("fft_length", 2048);
        int length = o.any("sequence_length").isPresent() ? o.size("sequence_length") : fft;
        int stride = o.size("sequence_stride", 512);
        double rate = o.number("sampling_rate", 16000);
        if (stride < 1 || fft < 1 || length > fft) {
            throw new Refusal("sequence_length is at most fft_length, and sequence_stride at least 1. Received:"
                    + " sequence_length=" + length + ", fft_length=" + fft + ", sequence_stride=" + stride);
        }
        if (s.inputs().isEmpty() || s.inputs().get(0).rank() != 2) {
            throw new Refusal("it takes (batch, samples). Received: " + s.inputs());
        }
        return new Preprocessing.MelSpectrogram(
                info,
                fft,
                stride,
                length,
                window(o),
                rate,
                o.size("num_mel_bins", 128),
                o.number("min_freq", 20),
                o.numberOrNone("max_freq", (int) (rate / 2)),
                o.flag("power_to_db", true),
                o.number("top_db", 80),
                o.number("mag_exp", 2),
                o.number("min_power", 1e-10),
                o.number("ref_power", 1));
    }

    private static SoundWindow window(Options o) {
        if (o.isNull("window")) {
            o.any("window");
            return SoundWindow.NONE;
        }
        o.only("window", "hann", "hamming"); // Keras takes an array, too
        return o.text("window", "hann").equals("hann") ? SoundWindow.HANN : SoundWindow.HAMMING;
    }

    /** Keras rounds each step of a half type, and its MelSpectrogram fails in float64: it mixes it with float32. */
    private static void requireFloat32(LayerInfo info) {
        if (info.half().isPresent() || info.dtype() != DType.FLOAT32) {
            throw new Refusal("a spectrogram is run in float32 alone. Received: dtype="
                    + info.extras().getOrDefault(LayerInfo.POLICY, info.dtype()) + ". Give the layer dtype='float32'");
        }
    }
}
