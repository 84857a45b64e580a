package io.github.keras4j.engine.purejava.operations;

import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.engine.purejava.values.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Fourier transforms; a complex tensor is two, its real and its imaginary part. Sums as defined, in double. */
final class Signals {
    private Signals() {}

    static void addTo(Map<String, Operation> all) {
        all.put("fft", call -> complex(call, -1, false, 1));
        all.put("fft2", call -> complex(call, -1, false, 2));
        all.put("ifft2", call -> complex(call, 1, true, 2));
        all.put("rfft", call -> {
            Value x = call.x();
            int length = call.optionalInteger("fft_length").orElse(x.lastSize());
            return half(call, x, length);
        });
        Operations.single(all, "irfft", Signals::inverse);
        all.put("stft", Signals::shortTime);
    }

    private static Value[] parts(OperationCall call) {
        List<Value> parts = call.values("x");
        if (parts.size() != 2
                || !Arrays.equals(parts.get(0).shape(), parts.get(1).shape())) {
            throw new BindException("a complex tensor is two of one shape, its real and its imaginary part");
        }
        return parts.toArray(Value[]::new);
    }

    /** Along the last axis, or the last two. */
    private static List<Value> complex(OperationCall call, int sign, boolean inverse, int axes) {
        Value[] x = parts(call);
        for (int axis = 1; axis <= axes; axis++) {
            x = transform(call, x, x[0].rank() - axis, sign, inverse);
        }
        return List.of(x);
    }

    private static Value[] transform(OperationCall call, Value[] x, int axis, int sign, boolean inverse) {
        int n = x[0].size(axis);
        int inner = Value.product(x[0].shape(), axis + 1, x[0].rank());
        float[] real = x[0].data();
        float[] imaginary = x[1].data();
        double scale = inverse ? 1.0 / n : 1;
        Value[] y = new Value[2];
        for (int part = 0; part < 2; part++) {
            boolean wantsReal = part == 0;
            y[part] = call.floats(x[0].shape(), i -> {
                int k = i / inner % n;
                int base = i - k * inner;
                double sum = 0;
                for (int j = 0; j < n; j++) {
                    double angle = sign * 2 * Math.PI * ((long) j * k % n) / n;
                    double a = real[base + j * inner];
                    double b = imaginary[base + j * inner];
                    sum += wantsReal
                            ? a * Math.cos(angle) - b * Math.sin(angle)
                            : a * Math.sin(angle) + b * Math.cos(angle);
                }
                return sum * scale;
            });
        }
        return y;
    }

    /** Of real numbers, cut or filled with zeros to {@code length}: the first half and one. */
    private static List<Value> half(OperationCall call, Value x, int length) {
        int n = x.lastSize();
        int count = length / 2 + 1;
        int[] shape = x.shape().clone();
        shape[shape.length - 1] = count;
        Value[] y = new Value[2];
        for (int part = 0; part < 2; part++) {
            boolean wantsReal = part == 0;
            y[part] = call.floats(shape, i -> {
                int k = i % count;
                double sum = 0;
                for (int j = 0; j < Math.min(n, length); j++) {
                    double angle = -2 * Math.PI * ((long) j * k % length) / length;
                    sum += x.data()[i / count * n + j] * (wantsReal ? Math.cos(angle) : Math.sin(angle));
                }
                return sum;
            });
        }
        return List.of(y);
    }

    private static Value inverse(OperationCall call) {
        Value[] x = parts(call);
        int given = x[0].lastSize();
        int length = call.optionalInteger("fft_length").orElse(2 * (given - 1));
        int count = Math.min(given, length / 2 + 1);
        int[] shape = x[0].shape().clone();
        shape[shape.length - 1] = length;
        float[] real = x[0].data();
        float[] imaginary = x[1].data();
        return call.fill(shape, i -> {
            int base = i / length * given;
            double sum = 0;
            for (int k = 0; k < count; k++) {
                double angle = 2 * Math.PI * ((long) (i % length) * k % length) / length;
                boolean alone = k == 0 || 2 * k == length;
                double term = real[base + k] * Math.cos(angle) - (alone ? 0 : imaginary[base + k] * Math.sin(angle));
                sum += alone ? term : 2 * term;
            }
            return sum / length;
        });
    }

    /** keras/src/backend/tensorflow/math.py 3.15, stft: windows centred in fft_length, edges reflected with center. */
    private static List<Value> shortTime(OperationCall call) {
        int length = call.integer("sequence_length");
        int stride = call.integer("sequence_stride");
        int fft = call.integer("fft_length");
        Value x = call.x();
        if (call.flag("center")) {
            int n = x.lastSize();
            int pad = fft / 2;
            if (pad >= n) {
                throw new BindException("stft reflects " + pad + " of " + n + " steps");
            }
            x = Reshapes.along(call, x, x.rank() - 1, n + 2 * pad, i -> {
                int at = Math.abs(i - pad);
                return at >= n ? 2 * n - 2 - at : at;
            });
        }
        String window = call.has("window") ? call.text("window") : "none";
        if (!List.of("hann", "hamming", "none").contains(window)) {
            throw new RefusedException("this window is not known. Received: window=" + window);
        }
        float[] weights = SoundWindow.of(window, length, fft);
        Value frames = Windows.frames(call, x, fft, stride);
        Value windowed = call.floats(frames.shape(), i -> frames.data()[i] * weights[i % fft]);
        return half(call, windowed, fft);
    }
}
