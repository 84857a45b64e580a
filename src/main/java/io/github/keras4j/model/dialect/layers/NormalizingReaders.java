package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Normalizing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Normalizations. */
public final class NormalizingReaders {
    private NormalizingReaders() {}

    /** {@return who reads this class; null for what is not among these} */
    public static @Nullable Reader of(String className) {
        return switch (className) {
            case "BatchNormalization", "BatchNormalizationV1", "BatchNormalizationV2", "SyncBatchNormalization" ->
                NormalizingReaders::batch;
            case "LayerNormalization" ->
                (info, o, s) -> new Normalizing.LayerNormalization(
                        info,
                        axes(o, -1),
                        o.number("epsilon", 1e-3),
                        o.flag("center", true),
                        o.flag("scale", true),
                        o.flag("rms_scaling", false));
            case "GroupNormalization" ->
                (info, o, s) -> new Normalizing.GroupNormalization(
                        info,
                        o.integer("groups", 32),
                        o.integer("axis", -1),
                        o.number("epsilon", 1e-3),
                        o.flag("center", true),
                        o.flag("scale", true),
                        s.origin().isTfKeras());
            case "RMSNormalization" ->
                (info, o, s) -> new Normalizing.RmsNormalization(info, axes(o, -1), o.number("epsilon", 1e-6));
            case "UnitNormalization" ->
                (info, o, s) -> new Normalizing.UnitNormalization(
                        s.origin().isKeras3() ? info.with(LayerInfo.LEAST_NORM, 1e-12) : info, axes(o, -1));
            default -> null;
        };
    }

    private static List<Integer> axes(Options o, int otherwise) {
        return o.isMissing("axis") ? List.of(otherwise) : o.integers("axis");
    }

    /**
     * Keras 1 has modes (keras/layers/normalization.py 1.2.2): 0 the running averages, 1 each sample by its own,
     * 2 the batch's own also in inference. {@code fused} and {@code synchronized} only tell how it is computed.
     */
    private static Layer batch(LayerInfo info, Options o, Scope s) {
        o.ignore("fused", "synchronized", "virtual_batch_size", "renorm_clipping", "renorm_momentum");
        o.only("renorm", "false");
        int mode = o.integer("mode", 0);
        double epsilon = o.number("epsilon", 1e-3);
        if (mode == 1) {
            o.ignore("axis", "momentum");
            return new Normalizing.SampleNormalization(info, epsilon);
        }
        if (mode != 0 && mode != 2) {
            throw new Refusal("its mode is not known. Received: mode=" + mode + "; known: 0, 1, 2");
        }
        return new Normalizing.BatchNormalization(
                info,
                PreprocessingReaders.sorted(
                        axes(o, -1), s.rank()), // as its weights (batch_normalization.py 2.15, build)
                o.number("momentum", 0.99),
                epsilon,
                o.flag("center", true),
                o.flag("scale", true),
                mode == 2);
    }
}
