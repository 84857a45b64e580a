package io.github.keras4j.engine.purejava.layers;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.Channels;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.program.Moves;
import io.github.keras4j.engine.purejava.program.Resample;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.tensor.Shape;
import java.util.List;

/** Layers that only move values. Masks stop at all of them. */
public final class ShapingLayer implements CompiledLayer {
    private final Shaping layer;

    public ShapingLayer(Shaping layer) {
        this.layer = layer;
    }

    @Override
    public boolean takesTexts() {
        return layer instanceof Shaping.Reshape || layer instanceof Shaping.Flatten flatten && !flatten.channelsFirst();
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        Value x = call.input();
        return List.of(
                layer instanceof Shaping.Flatten flatten
                        ? flatten(Channels.last(x, flatten.channelsFirst(), binding))
                        : layer instanceof Shaping.Reshape reshape
                                ? x.reshaped(target(reshape.target(), x))
                                : layer instanceof Shaping.Permute permute
                                        ? permute(permute.dims(), x, binding)
                                        : layer instanceof Shaping.RepeatVector repeat
                                                ? repeat(repeat.n(), x, binding)
                                                : spatial(x, binding));
    }

    private static Value flatten(Value x) {
        return x.reshaped(x.size(0), Value.product(x.shape(), 1, x.rank()));
    }

    /** One open size takes what is left. */
    static int[] target(Shape target, Value x) {
        int known = 1;
        for (int size : target.sizes()) {
            known *= size == Shape.UNKNOWN ? 1 : size;
        }
        int sample = Value.product(x.shape(), 1, x.rank());
        int[] sizes = target.prepend(x.size(0)).sizes();
        for (int axis = 1; axis < sizes.length; axis++) {
            sizes[axis] = sizes[axis] == Shape.UNKNOWN ? sample / Math.max(known, 1) : sizes[axis];
        }
        if (Value.product(sizes, 1, sizes.length) != sample) {
            throw new BindException("can't make " + target + " of " + sample + " numbers per sample");
        }
        return sizes;
    }

    private static Value permute(List<Integer> dims, Value x, Binding binding) {
        int[] axes = new int[dims.size() + 1];
        for (int i = 0; i < dims.size(); i++) {
            axes[i + 1] = dims.get(i);
        }
        return Moves.transpose(x, binding, axes);
    }

    private static Value repeat(int n, Value x, Binding binding) {
        if (x.rank() != 2) {
            throw new BindException("takes (batch, features)");
        }
        int[] shape = {x.size(0), n, x.size(1)};
        return Moves.gather(x, Moves.positions(shape, new int[] {x.size(1), 0, 1}, 0), shape, binding);
    }

    private Value spatial(Value given, Binding binding) {
        boolean first = layer instanceof Shaping.Cropping cropping
                ? cropping.channelsFirst()
                : layer instanceof Shaping.ZeroPadding padding
                        ? padding.channelsFirst()
                        : ((Shaping.UpSampling) layer).channelsFirst();
        Value x = Channels.last(given, first, binding);
        Value y = layer instanceof Shaping.UpSampling upSampling
                ? upSample(upSampling, x, binding)
                : layer instanceof Shaping.Cropping cropping
                        ? shift(x, cropping.cropping(), -1, binding)
                        : shift(x, ((Shaping.ZeroPadding) layer).padding(), 1, binding);
        return Channels.restore(y, first, binding);
    }

    private static Value shift(Value x, List<Shaping.Range> ranges, int sign, Binding binding) {
        if (x.rank() != ranges.size() + 2) {
            throw new BindException("takes " + (ranges.size() + 2) + " axes");
        }
        int[] shape = x.shape().clone();
        for (int i = 0; i < ranges.size(); i++) {
            // a crop of more than there is leaves nothing, as Keras's slices do (tf.keras 2.15, Cropping3D.call)
            shape[i + 1] = Math.max(
                    0,
                    Math.addExact(
                            shape[i + 1],
                            sign
                                    * Math.addExact(
                                            ranges.get(i).before(),
                                            ranges.get(i).after())));
        }
        int channels = x.rank() - 1;
        int[] strides = Moves.strides(x.shape());
        int[] places = new int[Value.product(shape, 0, channels)];
        int[] index = new int[channels];
        for (int i = 0; i < places.length; i++) {
            int at = index[0] * strides[0];
            for (int axis = 1; axis < channels; axis++) {
                int from = index[axis] - sign * ranges.get(axis - 1).before();
                at = at < 0 || from < 0 || from >= x.size(axis) ? -1 : at + from * strides[axis];
            }
            places[i] = at;
            for (int axis = channels - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) {
                index[axis] = 0;
            }
        }
        return Moves.gather(x, places, shape[channels], shape, binding);
    }

    private static Value upSample(Shaping.UpSampling layer, Value x, Binding binding) {
        if (x.rank() != layer.size().size() + 2) {
            throw new BindException("takes " + (layer.size().size() + 2) + " axes");
        }
        Value y = x;
        for (int i = 0; i < layer.size().size(); i++) {
            int size = Math.multiplyExact(x.size(i + 1), layer.size().get(i));
            y = Resample.bind(y, i + 1, size, layer.interpolation(), layer.grid(), binding);
        }
        return y;
    }
}
