package io.github.keras4j.engine.purejava.attention;

import io.github.keras4j.engine.purejava.kernels.Kernels;
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

    /** @param parts each asked with an index of (batch, heads, targets, sources) */
    private AttentionMask(List<IntPredicate> parts) {
        this.parts = parts;
    }

    /**
     * @param plain whether inputs are (batch, steps, features); masks of others are refused
     * @param window how near steps must be, 0 for no limit (Keras 3's _compute_sliding_window_mask)
     */
    static AttentionMask of(Call call, boolean plain, int window, Value scores, Binding binding) {
        int heads = scores.size(1);
        int targets = scores.size(2);
        int sources = scores.size(3);
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
                Masks.checkFits(mask, call.inputs().get(input), 2);
                if (mask.shape()[0] != scores.size(0)) {
                    throw new BindException("takes a masked input of as many samples as its query");
                }
                parts.add(new Sequence(mask, input == 0, heads, targets, sources));
                masked = true;
            }
        }
        Value given = call.keywordInputs().get("attention_mask");
        if (given != null) {
            parts.add(new Given(given, scores.shape()));
            masked = true;
        }
        if (!plain && masked) {
            throw new BindException("masks are known for (batch, steps, features) only");
        }
        return new AttentionMask(parts);
    }

    /** A mask (batch, steps) of the query or of what it attends to. */
    private record Sequence(Mask mask, boolean query, int heads, int targets, int sources) implements IntPredicate {
        @Override
        public boolean test(int i) {
            int sample = i / (heads * targets * sources);
            return query
                    ? mask.data()[sample * targets + i / sources % targets]
                    : mask.data()[sample * sources + i % sources];
        }
    }

    /** A tensor that broadcasts to (batch, targets, sources), or has an axis of heads. */
    private static final class Given implements IntPredicate {
        private final Value tensor;
        private final int[] at;

        Given(Value tensor, int[] scores) {
            this.tensor = tensor;
            int[] shape = tensor.shape();
            if (shape.length == 3) {
                shape = new int[] {shape[0], 1, shape[1], shape[2]};
            }
            if (shape.length > 4) {
                throw new BindException(
                        "an attention_mask is (batch, targets, sources) or (batch, heads, targets, sources). Received: "
                                + tensor.toShape());
            }
            at = Broadcast.positions(shape, scores);
        }

        float number(int i) {
            return tensor.data()[at[i]];
        }

        @Override
        public boolean test(int i) {
            return number(i) != 0;
        }
    }

    /**
     * Softmax of every row of (batch, heads, targets, sources) over what it may attend to.
     *
     * @param lowers whether what it may not attend to keeps its score, less 1e9
     * @param byNumber whether a tensor that is the only mask lowers a score by 1e9 (1 - mask)
     * @param zeroRows whether a row with nothing to attend to is zero
     */
    void softmax(Kernels kernels, Value scores, boolean lowers, boolean byNumber, boolean zeroRows) {
        if (byNumber && parts.size() == 1 && parts.get(0) instanceof Given given) {
            for (int i = 0, n = scores.elements(); i < n; i++) {
                scores.data()[i] += (1 - given.number(i)) * MASKED;
            }
            kernels.softmax(scores.rows(), scores.size(3), scores.data(), 0);
            return;
        }
        if (parts.isEmpty()) {
            kernels.softmax(scores.rows(), scores.size(3), scores.data(), 0);
            return;
        }
        int sources = scores.size(3);
        for (int row = 0, rows = scores.rows(); row < rows; row++) {
            int at = row * sources;
            boolean any = false;
            for (int s = 0; s < sources; s++) {
                boolean on = isOn(at + s);
                any |= on;
                scores.data()[at + s] = on ? scores.data()[at + s] : lowers ? scores.data()[at + s] + MASKED : MASKED;
            }
            kernels.softmax(1, sources, scores.data(), at);
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
