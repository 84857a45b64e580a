package io.github.keras4j.engine.purejava.attention;

import io.github.keras4j.engine.purejava.kernels.Kernels;
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
import java.util.function.Supplier;

/**
 * What multi-head attention attends to: the masks of query, value and key, the tensor {@code attention_mask} and
 * the causal triangle, all of them together (multi_head_attention.py, _compute_attention_mask).
 */
final class AttentionMask {
    private static final float MASKED = -1e9f;

    private final List<IntPredicate> parts;
    private final boolean oneAxis;

    /** @param parts each asked with an index of (batch, heads, targets, sources) */
    private AttentionMask(List<IntPredicate> parts, boolean oneAxis) {
        this.parts = parts;
        this.oneAxis = oneAxis;
    }

    /**
     * @param axes how many axes are attended; a given mask has them twice at its end, targets before sources
     * @param window how near steps must be, 0 for no limit (Keras 3's _compute_sliding_window_mask)
     * @param whole the shape of the scores with every axis apart, asked for where a mask is given
     */
    static AttentionMask of(Call call, int axes, int window, Value scores, Supplier<int[]> whole, Binding binding) {
        boolean plain = call.inputs().get(0).rank() == 3;
        int heads = scores.size(1);
        int targets = scores.size(2);
        int sources = scores.size(3);
        List<IntPredicate> parts = new ArrayList<>();
        boolean causal = Boolean.TRUE.equals(call.arguments().get("use_causal_mask"));
        if (causal) {
            // the triangle is over the first axis after the batch, whichever is attended (_compute_causal_mask)
            Value attended = call.inputs().get(Math.min(1, call.inputs().size() - 1));
            if (call.inputs().get(0).size(1) != targets || attended.size(1) != sources) {
                throw new BindException("a causal mask is over axis 1, which is not the attended one");
            }
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
        if (!plain && masked) {
            throw new BindException("masks are known for (batch, steps, features) only");
        }
        Value given = call.keywordInputs().get("attention_mask");
        if (given != null) {
            parts.add(new Given(given, whole.get(), 2 * axes));
        }
        return new AttentionMask(parts, axes == 1);
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

    /** A tensor that broadcasts to the scores, with or without the axes between the batch and the targets. */
    private static final class Given implements IntPredicate {
        private final Value tensor;
        private final int[] at;

        /** @param last how many axes of a mask are targets and sources: missing axes stand before them (_masked_softmax) */
        Given(Value tensor, int[] scores, int last) {
            this.tensor = tensor;
            int rank = tensor.rank();
            if (rank < last || rank > scores.length) {
                throw new BindException("an attention_mask is (batch, targets, sources) or (batch, heads, targets,"
                        + " sources), every attended axis one by one. Received: " + tensor.toShape());
            }
            int[] shape = new int[scores.length];
            Arrays.fill(shape, 1);
            System.arraycopy(tensor.shape(), 0, shape, 0, rank - last);
            System.arraycopy(tensor.shape(), rank - last, shape, shape.length - last, last);
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
            softmax(kernels, scores.rows(), scores.size(3), scores.data(), 0);
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
            softmax(kernels, 1, sources, scores.data(), at);
            if (!any && zeroRows) {
                Arrays.fill(scores.data(), at, at + sources, 0);
            }
        }
    }

    private void softmax(Kernels kernels, int rows, int sources, float[] scores, int from) {
        if (oneAxis) {
            kernels.softmax(rows, sources, scores, from);
            return;
        }
        for (int row = 0; row < rows; row++) {
            RowFunctions.axesSoftmax(scores, from + row * sources, sources);
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
