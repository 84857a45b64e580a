package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Pooling;
import io.github.keras4j.model.Pooling.Reduction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pooling of all ranks. */
public final class PoolingReaders {
    private PoolingReaders() {}

    /** {@return who reads this class; null for what is not among these} */
    public static @Nullable Reader of(String className) {
        return switch (className) {
            case "MaxPooling1D", "MaxPool1D" -> (info, o, s) -> pool(info, o, s, Reduction.MAX, 1);
            case "GlobalMaxPooling1D", "GlobalMaxPool1D" -> (info, o, s) -> global(info, o, s, Reduction.MAX, 1);
            case "AdaptiveMaxPooling1D" -> (info, o, s) -> adaptive(info, o, s, Reduction.MAX, 1);
            case "AveragePooling1D", "AvgPool1D" -> (info, o, s) -> pool(info, o, s, Reduction.AVERAGE, 1);
            case "GlobalAveragePooling1D", "GlobalAvgPool1D" ->
                (info, o, s) -> global(info, o, s, Reduction.AVERAGE, 1);
            case "AdaptiveAveragePooling1D" -> (info, o, s) -> adaptive(info, o, s, Reduction.AVERAGE, 1);
            case "MaxPooling2D", "MaxPool2D" -> (info, o, s) -> pool(info, o, s, Reduction.MAX, 2);
            case "GlobalMaxPooling2D", "GlobalMaxPool2D" -> (info, o, s) -> global(info, o, s, Reduction.MAX, 2);
            case "AdaptiveMaxPooling2D" -> (info, o, s) -> adaptive(info, o, s, Reduction.MAX, 2);
            case "AveragePooling2D", "AvgPool2D" -> (info, o, s) -> pool(info, o, s, Reduction.AVERAGE, 2);
            case "GlobalAveragePooling2D", "GlobalAvgPool2D" ->
                (info, o, s) -> global(info, o, s, Reduction.AVERAGE, 2);
            case "AdaptiveAveragePooling2D" -> (info, o, s) -> adaptive(info, o, s, Reduction.AVERAGE, 2);
            case "MaxPooling3D", "MaxPool3D" -> (info, o, s) -> pool(info, o, s, Reduction.MAX, 3);
            case "GlobalMaxPooling3D", "GlobalMaxPool3D" -> (info, o, s) -> global(info, o, s, Reduction.MAX, 3);
            case "AdaptiveMaxPooling3D" -> (info, o, s) -> adaptive(info, o, s, Reduction.MAX, 3);
            case "AveragePooling3D", "AvgPool3D" -> (info, o, s) -> pool(info, o, s, Reduction.AVERAGE, 3);
            case "GlobalAveragePooling3D", "GlobalAvgPool3D" ->
                (info, o, s) -> global(info, o, s, Reduction.AVERAGE, 3);
            case "AdaptiveAveragePooling3D" -> (info, o, s) -> adaptive(info, o, s, Reduction.AVERAGE, 3);
            default -> null;
        };
    }

    private static Layer global(LayerInfo info, Options o, Scope s, Reduction reduction, int rank) {
        return new Pooling.GlobalPool(
                info,
                reduction,
                rank,
                o.flag("keepdims", false),
                s.channelsFirst(o),
                rank == 1 && reduction == Reduction.AVERAGE && MaskRules.averageSkipsMasked(s.origin()));
    }

    private static Layer adaptive(LayerInfo info, Options o, Scope s, Reduction reduction, int rank) {
        return new Pooling.AdaptivePool(info, reduction, o.perAxis("output_size", rank, 1), s.channelsFirst(o));
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
