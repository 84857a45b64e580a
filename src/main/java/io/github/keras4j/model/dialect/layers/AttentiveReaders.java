package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Attention layers. */
public final class AttentiveReaders {
    private AttentiveReaders() {}

    public static void addTo(Map<String, Reader> readers) {
        readers.put("Attention", (info, o, s) -> {
            o.ignore("seed");
            return new Attentive.Attention(
                    o.alsoWith(info, "dropout"),
                    o.flag("use_scale", false),
                    o.text("score_mode", "dot"),
                    o.flag("causal", false));
        });
        readers.put("AdditiveAttention", (info, o, s) -> {
            o.ignore("seed", "score_mode");
            return new Attentive.AdditiveAttention(
                    o.alsoWith(info, "dropout"), o.flag("use_scale", true), o.flag("causal", false));
        });
        readers.put("MultiHeadAttention", AttentiveReaders::multiHead);
        for (String name : List.of("GroupQueryAttention", "GroupedQueryAttention")) {
            readers.put(name, AttentiveReaders::grouped);
        }
    }

    private static void common(Options o) {
        o.ignore("seed", "flash_attention", "query_shape", "key_shape", "value_shape");
    }

    private static Layer multiHead(LayerInfo info, Options o, Scope s) {
        common(o);
        int keyDim = o.size("key_dim");
        return new Attentive.MultiHeadAttention(
                o.alsoWith(info, "dropout"),
                o.size("num_heads"),
                keyDim,
                o.size("value_dim", keyDim),
                o.flag("use_bias", true),
                o.has("output_shape") ? Optional.of(o.integers("output_shape")) : Optional.empty(),
                o.has("attention_axes") ? o.integers("attention_axes") : List.of(),
                o.has("sliding_window") ? o.integer("sliding_window") : 0,
                o.flag("use_gate", false),
                MaskRules.lowersByNumber(s.origin()),
                MaskRules.ofAttention(s.origin(), o.number("dropout", 0)));
    }

    private static Layer grouped(LayerInfo info, Options o, Scope s) {
        common(o);
        return new Attentive.GroupedQueryAttention(
                o.alsoWith(info, "dropout"),
                o.size("head_dim"),
                o.size("num_query_heads"),
                o.size("num_key_value_heads"),
                o.flag("use_bias", true),
                o.has("sliding_window") ? o.integer("sliding_window") : 0,
                o.flag("use_gate", false),
                MaskRules.ofAttention(s.origin(), o.number("dropout", 0)));
    }
}
