package io.github.keras4j.engine.dl4j;

import io.github.keras4j.model.Activations;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Merging;
import io.github.keras4j.model.Pooling;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Which calls DL4J's own layers compute right: those that {@link Dl4jRules} allow, without masks, keyword tensors and
 * states that are carried. The others are computed by keras4j's layers in DL4J.
 */
final class NativeChoice {
    private final List<Draft> drafts;
    private final boolean[] masked;
    private final boolean[] given;
    private final boolean[] byDl4j;

    NativeChoice(List<Draft> drafts) {
        this.drafts = drafts;
        masked = new boolean[drafts.size()];
        given = new boolean[drafts.size()];
        byDl4j = new boolean[drafts.size()];
        for (int i = 0; i < drafts.size(); i++) {
            Draft draft = drafts.get(i);
            given[i] = draft.keywords().containsKey("mask");
            for (TensorRef input : draft.inputs()) {
                given[i] |= masked[input.node()];
            }
            byDl4j[i] = !given[i] && isRight(draft);
            masked[i] = makesMask(draft.node().layer())
                    || given[i] && passesMask(draft.node().layer());
        }
    }

    boolean isByDl4j(int draft) {
        return byDl4j[draft];
    }

    /** Whether a mask may lie beside what the call takes. */
    boolean takesMask(int draft) {
        return given[draft];
    }

    /** Whether a mask may lie beside any tensor. */
    boolean anyMask() {
        for (boolean each : masked) {
            if (each) {
                return true;
            }
        }
        return false;
    }

    private static boolean makesMask(Layer layer) {
        return layer instanceof Core.Masking
                || layer instanceof Core.VectorMasking
                || layer instanceof Core.ReversibleEmbedding reversible && reversible.maskZero()
                || layer instanceof Core.Embedding embedding && embedding.maskZero()
                || layer instanceof Wrapper.TimeDistributed each && makesMask(each.layer())
                || layer instanceof Wrapper.NestedModel nested
                        && nested.network().layers().stream().anyMatch(NativeChoice::makesMask);
    }

    private static boolean passesMask(Layer layer) {
        if (layer instanceof Recurrent recurrent) {
            return recurrent.walk().returnSequences();
        }
        return !(layer instanceof Shaping || layer instanceof Convolutional || layer instanceof Pooling);
    }

    private boolean isRight(Draft draft) {
        Layer layer = draft.node().layer();
        if (layer instanceof Core.InputLayer || layer instanceof Core.Constant) {
            return true;
        }
        boolean inference = draft.node().arguments().entrySet().stream()
                .allMatch(each -> each.getKey().equals("training") && !Boolean.TRUE.equals(each.getValue()));
        boolean single = draft.inputs().size() == 1
                || layer instanceof Merging && draft.inputs().size() > 1;
        if (!inference
                || !single
                || !draft.keywords().isEmpty()
                || layer.info().dtype() != DType.FLOAT32
                || draft.shapes().isEmpty()
                || isOurs(layer)
                || draft.inputs().stream().anyMatch(this::isConstant)
                || draft.inputs().stream().distinct().count() < draft.inputs().size()
                || draft.shapes().stream().anyMatch(NativeChoice::isOpen)) {
            return false;
        }
        return Dl4jRules.refusal(layer, draft.shapes()).isEmpty();
    }

    private boolean isConstant(TensorRef ref) {
        return drafts.get(ref.node()).node().layer() instanceof Core.Constant;
    }

    /**
     * In inference DL4J's ActivationLayer overwrites its input, which others may still need; its importer reshapes
     * wrongly between layers, and MultiLayerNetwork skips a recurrent layer's state where only the last step counts.
     */
    private static boolean isOurs(Layer layer) {
        return layer instanceof Activations
                || layer instanceof Core.Passthrough
                || layer instanceof Shaping.Reshape
                || layer instanceof Shaping.Flatten
                || layer instanceof Recurrent recurrent && recurrent.walk().stateful();
    }

    /** The steps may be open, and whatever an Embedding looks up. */
    private static boolean isOpen(Shape shape) {
        List<Integer> open = new ArrayList<>();
        for (int axis = 1; axis < shape.rank(); axis++) {
            if (shape.size(axis) == Shape.UNKNOWN) {
                open.add(axis);
            }
        }
        boolean steps = shape.rank() == 3 && open.equals(List.of(1));
        boolean indices = shape.rank() == 2 && open.equals(List.of(1));
        return !open.isEmpty() && !steps && !indices;
    }
}
