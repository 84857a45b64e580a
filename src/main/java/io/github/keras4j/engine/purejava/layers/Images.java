package io.github.keras4j.engine.purejava.layers;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Channels;
import io.github.keras4j.engine.purejava.program.Moves;
import io.github.keras4j.engine.purejava.program.Resample;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.SamplingGrid;
import java.util.Arrays;

/** Resizing and CenterCrop of images. */
final class Images {
    private Images() {}

    static Value bind(Preprocessing layer, Value given, Binding binding) {
        boolean first = layer instanceof Preprocessing.Resizing resizing
                ? resizing.channelsFirst()
                : ((Preprocessing.CenterCrop) layer).channelsFirst();
        boolean single = given.rank() == 3;
        Value batch = single ? given.reshaped(given.toShape().prepend(1).sizes()) : given;
        if (batch.rank() != 4) {
            throw new BindException("takes images (batch, height, width, channels)");
        }
        Value x = Channels.last(batch, first, binding);
        Value y = layer instanceof Preprocessing.Resizing resizing
                ? resize(resizing, x, binding)
                : crop((Preprocessing.CenterCrop) layer, x, binding);
        Value restored = Channels.restore(y, first, binding);
        return single ? restored.reshaped(Arrays.copyOfRange(restored.shape(), 1, 4)) : restored;
    }

    private static Value resize(Preprocessing.Resizing layer, Value x, Binding binding) {
        Value from = switch (layer.fit()) {
            case STRETCH -> x;
            case CROP -> toRatio(x, layer.height(), layer.width(), binding);
            case PAD -> padded(x, layer, binding);
        };
        Resample.Way way = new Resample.Way(layer.interpolation(), layer.grid(), layer.antialias());
        return scale(from, layer.height(), layer.width(), way, binding);
    }

    private static Value scale(Value x, int height, int width, Resample.Way way, Binding binding) {
        Value rows = Resample.bind(x, 1, height, way, binding);
        return Resample.bind(rows, 2, width, way, binding);
    }

    /** Equal borders on both sides, which lose an odd line (keras/src/backend/tensorflow/image.py 3.15, resize). */
    private static Value padded(Value x, Preprocessing.Resizing layer, Binding binding) {
        int high = Math.max(x.size(1), (int) ((float) (x.size(2) * layer.height()) / layer.width()));
        int wide = Math.max(x.size(2), (int) ((float) (x.size(1) * layer.width()) / layer.height()));
        int top = (high - x.size(1)) / 2;
        int left = (wide - x.size(2)) / 2;
        Value y = binding.value(x.size(0), x.size(1) + 2 * top, x.size(2) + 2 * left, x.size(3));
        int row = x.size(2) * x.size(3);
        int longer = y.size(2) * y.size(3);
        int rows = x.size(0) * x.size(1);
        binding.step(() -> {
            Arrays.fill(y.data(), 0, y.elements(), (float) layer.fillValue());
            for (int i = 0; i < rows; i++) {
                int at = i / x.size(1) * y.size(1) + top + i % x.size(1);
                System.arraycopy(x.data(), i * row, y.data(), at * longer + left * x.size(3), row);
            }
        });
        return y;
    }

    /** The largest centred part of the target's ratio (image_utils.smart_resize). */
    private static Value toRatio(Value x, int height, int width, Binding binding) {
        int in = x.size(1);
        int across = x.size(2);
        int cropHeight = Math.max(Math.min(in, (int) ((float) (across * height) / width)), 1);
        int cropWidth = Math.max(Math.min(across, (int) ((float) (in * width) / height)), 1);
        return part(x, (in - cropHeight) / 2, cropHeight, (across - cropWidth) / 2, cropWidth, binding);
    }

    private static Value crop(Preprocessing.CenterCrop layer, Value x, Binding binding) {
        int top = x.size(1) - layer.height();
        int left = x.size(2) - layer.width();
        if (top < 0 || left < 0) {
            Value ratio = toRatio(x, layer.height(), layer.width(), binding);
            Resample.Way bilinear = new Resample.Way("bilinear", SamplingGrid.CENTRE, false);
            return scale(ratio, layer.height(), layer.width(), bilinear, binding);
        }
        return part(x, top / 2, layer.height(), left / 2, layer.width(), binding);
    }

    private static Value part(Value x, int top, int height, int left, int width, Binding binding) {
        int[] shape = {x.size(0), height, width, x.size(3)};
        int[] strides = Moves.strides(x.shape());
        int start = top * strides[1] + left * strides[2];
        return Moves.gather(x, Moves.positions(shape, strides, start), shape, binding);
    }
}
