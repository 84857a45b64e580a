package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.model.Attentive;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.tensor.Shape;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Attention layers. */
public final class AttentiveReaders {
    private AttentiveReaders() {}

    /** {@return who reads this class; null for what is not among these} */
    public static @Nullable Reader of(String className) {
        return switch (className) {
            case "Attention" ->
                (info, o, s) -> {
                    o.ignore("seed");
                    return new Attentive.Attention(
                            o.alsoWith(info, "dropout"),
                            o.flag("use_scale", false),
                            o.text("score_mode", "dot"),
                            o.flag("causal", false));
                };
            case "AdditiveAttention" ->
                (info, o, s) -> {
                    o.ignore("seed", "score_mode");
                    return new Attentive.AdditiveAttention(
                            o.alsoWith(info, "dropout"), o.flag("use_scale", true), o.flag("causal", false));
                };
            case "MultiHeadAttention" -> AttentiveReaders::multiHead;
            case "GroupQueryAttention", "GroupedQueryAttention" -> AttentiveReaders::grouped;
            default -> null;
        };
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
                attentionAxes(o, s),
                o.integerOrNone("sliding_window", 0),
                o.flag("use_gate", false),
                MaskRules.lowersByNumber(s.origin()),
                MaskRules.ofAttention(s.origin(), o.number("dropout", 0)));
    }

    /**
     * tf.keras and Keras 3 before 3.12 count a negative axis among those of the projected query, whose last two are the heads
     * and their features (multi_head_attention.py 2.15 and 3.11, _build_attention); later ones as numpy does.
     */
    private static List<Integer> attentionAxes(Options o, Scope s) {
        List<Integer> axes = o.has("attention_axes") ? o.integers("attention_axes") : List.of();
        boolean projected = s.origin().isTfKeras() || s.origin().isKeras3Before(12);
        if (!projected || axes.stream().allMatch(axis -> axis >= 0)) {
            return axes;
        }
        List<Integer> counted =
                axes.stream().map(axis -> axis < 0 ? axis + s.rank() + 1 : axis).toList();
        if (s.rank() == Shape.UNKNOWN || counted.stream().anyMatch(axis -> axis < 1 || axis > s.rank() - 2)) {
            throw new Refusal(
                    "this Keras attends over the heads, or over each one's features. Received: attention_axes=" + axes
                            + " on " + s.inputs() + ". Count the axes from the first");
        }
        return counted;
    }

    private static Layer grouped(LayerInfo info, Options o, Scope s) {
        common(o);
        return new Attentive.GroupedQueryAttention(
                o.alsoWith(info, "dropout"),
                o.size("head_dim"),
                o.size("num_query_heads"),
                o.size("num_key_value_heads"),
                o.flag("use_bias", true),
                o.integerOrNone("sliding_window", 0),
                o.flag("use_gate", false),
                MaskRules.ofAttention(s.origin(), o.number("dropout", 0)));
    }
}
