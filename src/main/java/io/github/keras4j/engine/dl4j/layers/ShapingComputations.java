package io.github.keras4j.engine.dl4j.layers;

import io.github.keras4j.engine.dl4j.arrays.Arrays;
import io.github.keras4j.engine.dl4j.arrays.Ops;
import io.github.keras4j.engine.dl4j.arrays.UnfitException;
import io.github.keras4j.engine.dl4j.arrays.Value;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.tensor.Shape;
import java.util.List;

/** Layers that only move values. Masks stop at all of them. */
final class ShapingComputations implements Shaping.Visitor<Computation> {
    @Override
    public Computation flatten(Shaping.Flatten layer) {
        return (call, weights) -> {
            Value x = Channels.last(call.input(), layer.channelsFirst());
            return List.of(Ops.reshape(x, x.size(0), Arrays.product(x.shape(), 1, x.rank())));
        };
    }

    @Override
    public Computation reshape(Shaping.Reshape layer) {
        return (call, weights) -> {
            Value x = call.input();
            long sample = Arrays.product(x.shape(), 1, x.rank());
            int[] target = layer.target().sizes();
            long known = 1;
            for (int size : target) {
                known *= size == Shape.UNKNOWN ? 1 : size;
            }
            long[] shape = new long[target.length + 1];
            shape[0] = x.size(0);
            for (int i = 0; i < target.length; i++) {
                shape[i + 1] = target[i] == Shape.UNKNOWN ? sample / Math.max(known, 1) : target[i];
            }
            return List.of(Ops.reshape(x, shape));
        };
    }

    @Override
    public Computation permute(Shaping.Permute layer) {
        return (call, weights) -> {
            int[] axes = new int[layer.dims().size() + 1];
            for (int i = 1; i < axes.length; i++) {
                axes[i] = layer.dims().get(i - 1);
            }
            if (axes.length != call.input().rank()) {
                throw new UnfitException("takes " + axes.length + " axes");
            }
            return List.of(Ops.permute(call.input(), axes));
        };
    }

    @Override
    public Computation repeatVector(Shaping.RepeatVector layer) {
        return (call, weights) -> {
            Value x = call.input();
            if (x.rank() != 2) {
                throw new UnfitException("takes (batch, features)");
            }
            Value ones = Value.of(Arrays.ones(x.data(), 1, layer.n(), 1));
            return List.of(Ops.mul(Ops.reshape(x, x.size(0), 1, x.size(1)), ones));
        };
    }

    @Override
    public Computation cropping(Shaping.Cropping layer) {
        return (call, weights) -> {
            Value y = Channels.last(call.input(), layer.channelsFirst());
            for (int i = 0; i < layer.cropping().size(); i++) {
                Shaping.Range range = layer.cropping().get(i);
                long to = (long) y.size(i + 1) - range.after();
                if (to <= range.before()) {
                    throw new UnfitException(
                            "ND4J does not compute on arrays without elements, and nothing is left of axis " + (i + 1));
                }
                y = Ops.part(y, i + 1, range.before(), to);
            }
            return List.of(Channels.restored(y, layer.channelsFirst()));
        };
    }

    @Override
    public Computation zeroPadding(Shaping.ZeroPadding layer) {
        return (call, weights) -> {
            Value x = Channels.last(call.input(), layer.channelsFirst());
            long[] before = new long[x.rank()];
            long[] after = new long[x.rank()];
            for (int i = 0; i < layer.padding().size(); i++) {
                before[i + 1] = layer.padding().get(i).before();
                after[i + 1] = layer.padding().get(i).after();
            }
            return List.of(Channels.restored(Ops.pad(x, before, after, 0), layer.channelsFirst()));
        };
    }

    @Override
    public Computation upSampling(Shaping.UpSampling layer) {
        return (call, weights) -> {
            Value y = Channels.last(call.input(), layer.channelsFirst());
            for (int i = 0; i < layer.size().size(); i++) {
                int size = y.size(i + 1) * layer.size().get(i);
                y = Resampling.resize(y, i + 1, size, layer.interpolation(), layer.grid());
            }
            return List.of(Channels.restored(y, layer.channelsFirst()));
        };
    }
}
