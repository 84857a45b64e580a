package io.github.keras4j.engine.purejava.layers;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.program.Masks;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Mask;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.Wrapper.InnerMask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Applies a layer to every step: samples and steps become one axis, which costs nothing in row-major order. */
public final class TimeDistributedLayer implements CompiledLayer {
    private final CompiledLayer inner;
    private final InnerMask innerMask;
    /** Whether the layer takes three axes for one image, the samples for its height. */
    private final boolean ofImages;

    public TimeDistributedLayer(CompiledLayer inner, Wrapper.TimeDistributed wrapper) {
        this.inner = inner;
        innerMask = wrapper.innerMask();
        Layer layer = wrapper.layer();
        ofImages = layer instanceof Preprocessing.Resizing || layer instanceof Preprocessing.CenterCrop;
        if (layer instanceof Recurrent recurrent && recurrent.walk().stateful()) {
            throw new RefusedException("a stateful layer within TimeDistributed. Received: '" + layer.name() + "' ("
                    + layer.className() + ") with stateful=true");
        }
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        int batch = call.input().size(0);
        int steps = call.input().size(1);
        Mask mask = Masks.of(call, binding);
        List<Value> merged = new ArrayList<>();
        for (Value input : call.inputs()) {
            if (input.rank() < 2 || input.size(0) != batch || input.size(1) != steps) {
                throw new BindException("takes (batch, steps, ...)");
            }
            Value flat = input.reshaped(join(batch * steps, input.shape(), 2));
            if (ofImages && flat.rank() == 3) {
                throw new BindException("takes all samples of a step for one image, which is not run");
            }
            boolean given = mask != null && mask.shape().length > 2 && innerMask != InnerMask.NONE;
            merged.add(mask != null && given ? flat.withMask(flatten(mask, batch * steps)) : flat);
        }
        List<Value> outputs = new ArrayList<>();
        for (Value output : inner.bind(new Call(merged, Map.of(), call.arguments()), binding)) {
            if (output.rank() == 0 || output.size(0) != batch * steps) {
                throw new BindException("its inner layer gives another number of samples than it takes");
            }
            Value split = output.reshaped(split(batch, steps, output.shape()));
            Mask computed = output.mask();
            if (innerMask != InnerMask.COMPUTED) {
                outputs.add(split.withMask(mask));
            } else if (computed != null) {
                outputs.add(split.withMask(computed.reshaped(split(batch, steps, computed.shape()))));
            } else {
                outputs.add(split.withMask(mask == null ? null : any(mask, binding)));
            }
        }
        return outputs;
    }

    private static Mask flatten(Mask mask, int rows) {
        return mask.reshaped(join(rows, mask.shape(), 2));
    }

    private static int[] join(int first, int[] shape, int from) {
        int[] joined = new int[shape.length - from + 1];
        joined[0] = first;
        System.arraycopy(shape, from, joined, 1, shape.length - from);
        return joined;
    }

    private static int[] split(int batch, int steps, int[] shape) {
        int[] split = new int[shape.length + 1];
        split[0] = batch;
        split[1] = steps;
        System.arraycopy(shape, 1, split, 2, shape.length - 1);
        return split;
    }

    /** A step is unmasked if any of its elements is. */
    private static @Nullable Mask any(Mask mask, Binding binding) {
        if (mask.shape().length == 2) {
            return mask;
        }
        Mask target = binding.mask(Arrays.copyOf(mask.shape(), 2));
        int within = Value.product(mask.shape(), 2, mask.shape().length);
        binding.step(() -> {
            for (int i = 0; i < target.data().length; i++) {
                boolean value = false;
                for (int j = 0; j < within; j++) {
                    value |= mask.data()[i * within + j];
                }
                target.data()[i] = value;
            }
        });
        return target;
    }
}
