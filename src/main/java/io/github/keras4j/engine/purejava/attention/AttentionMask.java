package io.github.keras4j.engine.purejava.attention;

import io.github.keras4j.engine.purejava.kernels.RowFunctions;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.Masks;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Broadcast;
import io.github.keras4j.engine.purejava.values.Mask;
import io.github.keras4j.engine.purejava.values.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * What multi-head attention attends to: the masks of query, value and key, the tensor {@code attention_mask} and
 * the causal triangle, all of them together (multi_head_attention.py, _compute_attention_mask).
 */
final class AttentionMask {
    private static final float MASKED = -1e9f;

    private final List<IntPredicate> parts;

    private AttentionMask(List<IntPredicate> parts) {
        this.parts = parts;
    }

    /**
     * @param plain whether inputs are (batch, steps, features); masks of others are refused
     * @param window how near steps must be, 0 for no limit (Keras 3's _compute_sliding_window_mask)
     */
    static AttentionMask of(Call call, boolean plain, int window, int targets, int sources, Binding binding) {
        List<IntPredicate> parts = new ArrayList<>();
        boolean causal = Boolean.TRUE.equals(call.arguments().get("use_causal_mask"));
        if (causal) {
            parts.add(i -> i % sources <= i / sources % targets);
        }
        boolean masked = false;
        if (window > 0) {
            parts.add(i -> Math.abs(i % sources - i / sources % targets) < window);
            masked = true;
        }
        for (int input = 0; input < call.inputs().size(); input++) {
            String keyword = List.of("query_mask", "value_mask", "key_mask").get(input);
            Value given = call.keywordInputs().get(keyword);
            Mask mask = given == null ? call.inputs().get(input).mask() : Masks.of(given, binding);
            if (mask != null) {
                parts.add(new Sequence(mask, input == 0, targets, sources));
                masked = true;
            }
        }
        Value given = call.keywordInputs().get("attention_mask");
        if (given != null) {
            parts.add(new Given(given, call.input().size(0), targets, sources));
            masked = true;
        }
        if (!plain && masked) {
            throw new BindException("masks are known for (batch, steps, features) only");
        }
        return new AttentionMask(parts);
    }

    /** A mask (batch, steps) of the query or of what it attends to; asked with an index of (batch, t, s). */
    private record Sequence(Mask mask, boolean query, int targets, int sources) implements IntPredicate {
        @Override
        public boolean test(int i) {
            int sample = i / (targets * sources);
            return query
                    ? mask.data()[sample * targets + i / sources % targets]
                    : mask.data()[sample * sources + i % sources];
        }
    }

    /** A tensor that broadcasts to (batch, targets, sources), or has an axis of heads. */
    private static final class Given implements IntPredicate {
        private final Value tensor;
        private final int[] at;

        Given(Value tensor, int batch, int targets, int sources) {
            this.tensor = tensor;
            int[] shape = tensor.shape();
            if (shape.length == 4 && shape[1] == 1) {
                shape = new int[] {shape[0], shape[2], shape[3]};
            }
            if (shape.length > 3) {
                throw new BindException(
                        "an attention_mask is (batch, targets, sources). Received: " + tensor.toShape());
            }
            at = Broadcast.positions(shape, new int[] {batch, targets, sources});
        }

        @Override
        public boolean test(int i) {
            return tensor.data()[at[i]] != 0;
        }
    }

    /**
     * Softmax of every row of (batch, heads, targets, sources) over what it may attend to.
     *
     * @param lowers whether what it may not attend to keeps its score, less 1e9
     * @param zeroRows whether a row with nothing to attend to is zero
     */
    void softmax(Value scores, boolean lowers, boolean zeroRows) {
        int heads = scores.size(1);
        int targets = scores.size(2);
        int sources = scores.size(3);
        for (int row = 0, rows = scores.rows(); row < rows; row++) {
            int at = row * sources;
            int index = (row / (heads * targets) * targets + row % targets) * sources;
            boolean any = parts.isEmpty();
            for (int s = 0; !parts.isEmpty() && s < sources; s++) {
                boolean on = isOn(index + s);
                any |= on;
                scores.data()[at + s] = on ? scores.data()[at + s] : lowers ? scores.data()[at + s] + MASKED : MASKED;
            }
            RowFunctions.softmax(scores.data(), at, sources, 1);
            if (!any && zeroRows) {
                Arrays.fill(scores.data(), at, at + sources, 0);
            }
        }
    }

    private boolean isOn(int index) {
        for (IntPredicate part : parts) {
            if (!part.test(index)) {
                return false;
            }
        }
        return true;
    }
}
