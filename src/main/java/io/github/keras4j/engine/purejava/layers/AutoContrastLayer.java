package io.github.keras4j.engine.purejava.layers;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.program.Groups;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Preprocessing;
import java.util.Arrays;
import java.util.List;

/**
 * Each channel's values stretched over the whole range, in Keras's order of float operations
 * (layers/preprocessing/image_preprocessing/auto_contrast.py 3.15, transform_images).
 */
public final class AutoContrastLayer implements CompiledLayer {
    private static final float GREATEST = 255;

    private final float low;
    private final float span;
    private final boolean bytes;

    public AutoContrastLayer(Preprocessing.AutoContrast layer) {
        low = (float) layer.low();
        span = (float) layer.high() - low;
        bytes = layer.low() == 0 && layer.high() == GREATEST;
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = call.input();
        if (x.rank() != 4) {
            throw new BindException("takes images (batch, height, width, channels)");
        }
        int[] channel = Groups.of(x.shape(), List.of(0, 3)); // of one sample
        float[] least = new float[Groups.count(x.shape(), List.of(0, 3))];
        float[] greatest = new float[least.length];
        Value y = binding.valueLike(x);
        int n = x.elements();
        binding.step(() -> {
            Arrays.fill(least, Float.POSITIVE_INFINITY);
            Arrays.fill(greatest, Float.NEGATIVE_INFINITY);
            for (int i = 0; i < n; i++) {
                float v = toBytes(x.data()[i]);
                least[channel[i]] = Math.min(least[channel[i]], v);
                greatest[channel[i]] = Math.max(greatest[channel[i]], v);
            }
            for (int i = 0; i < n; i++) {
                float scale = GREATEST / (greatest[channel[i]] - least[channel[i]]);
                float v = toBytes(x.data()[i]) * scale + -least[channel[i]] * scale;
                float out = fromBytes(Math.max(0, Math.min(GREATEST, v)));
                y.data()[i] = Float.isNaN(out) ? x.data()[i] : out; // a channel of one value: infinity times zero
            }
        });
        return List.of(y);
    }

    private float toBytes(float v) {
        return bytes ? v : (v - low) / span * GREATEST;
    }

    private float fromBytes(float v) {
        return bytes ? v : v / GREATEST * span + low;
    }
}
