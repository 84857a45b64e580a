package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.model.Core;
import io.github.keras4j.model.Core.InTraining;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Normalizing;
import java.util.Map;
import java.util.Set;

/** Layers that models of {@code keras.applications} have of their own. */
public final class ApplicationReaders {
    private static final Set<String> NAMES = Set.of("LayerScale", "StochasticDepth", "CustomScaleLayer");

    private ApplicationReaders() {}

    public static void addTo(Map<String, Reader> readers) {
        // applications/convnext.py and inception_resnet_v2.py, 2.15 and 3.15
        readers.put("LayerScale", (info, o, s) -> {
            o.ignore("init_values");
            return new Normalizing.LayerScale(info, o.size("projection_dim"));
        });
        readers.put(
                "StochasticDepth",
                (info, o, s) ->
                        new Core.Passthrough(info, InTraining.STOCHASTIC_DEPTH, o.number("drop_path_rate", 0), true));
        readers.put("CustomScaleLayer", (info, o, s) -> new Merging.ScaledSum(info, o.number("scale", 1)));
    }

    /**
     * Whether the file leaves open whose class that is: these names are no layers of {@code keras.layers}, and a file
     * that tells no module may mean somebody else's.
     */
    public static boolean isSomebodys(LayerSpec spec) {
        return NAMES.contains(spec.className()) && !spec.module().contains(".applications.");
    }
}
