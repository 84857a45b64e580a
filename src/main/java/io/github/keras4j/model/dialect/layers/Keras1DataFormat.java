package io.github.keras4j.model.dialect.layers;

import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keras 1's padding, cropping and up-sampling layers take a dim_ordering and do not store it
 * (keras/layers/convolutional.py 1.2.2, get_config of ZeroPadding2D and its kin). It is the one that the model's
 * other layers state, or without such the version's own default: 'th' in 1.0, 'tf' later.
 */
public final class Keras1DataFormat {
    private static final Set<String> SILENT =
            Set.of("ZeroPadding2D", "ZeroPadding3D", "Cropping2D", "Cropping3D", "UpSampling2D", "UpSampling3D");

    private Keras1DataFormat() {}

    public static LayerSpec stated(LayerSpec spec, StoredHints hints, Origin origin) {
        if (!SILENT.contains(spec.className()) || spec.config().has("data_format")) {
            return spec;
        }
        Set<String> orderings = hints.dimOrderings();
        if (orderings.size() > 1) {
            throw new Refusal("its dim_ordering is not stored, and the model's other layers have both."
                    + " Received: dim_ordering=th and tf. Use one ordering throughout");
        }
        boolean channelsFirst =
                orderings.isEmpty() ? origin.kerasVersion().startsWith("1.0") : orderings.contains("th");
        ObjectNode config = spec.config().deepCopy();
        config.put("data_format", channelsFirst ? "channels_first" : "channels_last");
        return spec.with(spec.className(), config);
    }
}
