package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Pooling;
import io.github.keras4j.model.Pooling.Reduction;
import java.util.List;
import java.util.Map;

/** Pooling of all ranks. */
public final class PoolingReaders {
    private PoolingReaders() {}

    public static void addTo(Map<String, Reader> readers) {
        for (int rank = 1; rank <= 3; rank++) {
            for (Reduction reduction : Reduction.values()) {
                int axes = rank;
                String name = reduction == Reduction.MAX ? "Max" : "Average";
                Reader pool = (info, o, s) -> pool(info, o, s, reduction, axes);
                Reader global = (info, o, s) -> new Pooling.GlobalPool(
                        info,
                        reduction,
                        axes,
                        o.flag("keepdims", false),
                        s.channelsFirst(o),
                        axes == 1 && reduction == Reduction.AVERAGE && MaskRules.averageSkipsMasked(s.origin()));
                Reader adaptive = (info, o, s) -> new Pooling.AdaptivePool(
                        info, reduction, o.perAxis("output_size", axes, 1), s.channelsFirst(o));
                readers.put("Adaptive" + name + "Pooling" + rank + "D", adaptive);
                readers.put(name + "Pooling" + rank + "D", pool);
                readers.put("Global" + name + "Pooling" + rank + "D", global);
                String shorter = reduction == Reduction.MAX ? "Max" : "Avg";
                readers.put(shorter + "Pool" + rank + "D", pool);
                readers.put("Global" + shorter + "Pool" + rank + "D", global);
            }
        }
    }

    private static Layer pool(LayerInfo info, Options o, Scope s, Reduction reduction, int rank) {
        o.ignore("name");
        List<Integer> size = o.perAxis("pool_size", rank, 2);
        List<Integer> strides = o.has("strides") ? o.perAxis("strides", rank, 1) : size;
        boolean channelsFirst = s.channelsFirst(o);
        return new Pooling.Pool(
                info,
                reduction,
                size,
                strides,
                TheanoPadding.ofPool(ConvolutionReaders.padding(o), s, size, strides, channelsFirst),
                channelsFirst);
    }
}
