package io.github.keras4j.model.dialect.layers;

import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.Wrapper.MergeMode;
import io.github.keras4j.model.shapes.Shapes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Layers around others. */
public final class WrapperReaders {
    private WrapperReaders() {}

    /** {@return who reads this class; null for what is not among these} */
    public static @Nullable Reader of(String className) {
        return switch (className) {
            case "TimeDistributed" -> WrapperReaders::timeDistributed;
            case "Bidirectional" -> WrapperReaders::bidirectional;
            case "SpectralNormalization" -> WrapperReaders::spectral;
            case "Pipeline" -> WrapperReaders::pipeline;
            default -> null;
        };
    }

    /**
     * Its kernel is normalized by training steps and used as stored in inference
     * (keras/src/layers/normalization/spectral_normalization.py 3.15, call): a model of the inner layer alone.
     */
    private static Layer spectral(LayerInfo info, Options o, Scope s) {
        if (s.inputs().isEmpty()) {
            throw new Refusal("the shape of its input is not known. Give the model's layers known shapes");
        }
        return s.factory()
                .chain(
                        o.alsoWith(info, LayerInfo.POWER_ITERATIONS),
                        List.of(LayerSpec.of(o.getAny("layer"))),
                        s.inputs().get(0));
    }

    /** Keras 3: its layers one after the other (layers/preprocessing/pipeline.py 3.15, call). */
    private static Layer pipeline(LayerInfo info, Options o, Scope s) {
        List<LayerSpec> layers = new ArrayList<>();
        o.getAny("layers").forEach(node -> layers.add(LayerSpec.of(node)));
        if (layers.isEmpty() || s.inputs().isEmpty()) {
            throw new Refusal("its layers or the shape of its input are not known. Received: " + layers.size()
                    + " layers. Give the model's layers known shapes");
        }
        return s.factory().chain(info, layers, s.inputs().get(0));
    }

    private static Layer timeDistributed(LayerInfo info, Options o, Scope s) {
        LayerSpec inner = LayerSpec.of(o.getAny("layer"));
        Layer layer = s.factory().inner(inner, Shapes.ofStep(s.inputs()));
        checkType(info, layer);
        return new Wrapper.TimeDistributed(info, layer, MaskRules.ofTimeDistributed(s));
    }

    private static Layer bidirectional(LayerInfo info, Options o, Scope s) {
        o.only("num_constants", "0");
        LayerSpec forward = LayerSpec.of(o.getAny("layer"));
        LayerSpec backward;
        if (o.has("backward_layer")) {
            backward = LayerSpec.of(o.getAny("backward_layer"));
        } else {
            ObjectNode turned = forward.config().deepCopy();
            turned.put("go_backwards", !new Options(turned).flag("go_backwards", false));
            backward = forward.with(forward.className(), turned);
        }
        Recurrent ahead = recurrent(forward, s);
        Recurrent back = recurrent(backward, s);
        checkType(info, ahead);
        checkType(info, back);
        return new Wrapper.Bidirectional(info, ahead, back, mergeMode(o));
    }

    /** What is within a wrapper is rounded as the wrapper says. */
    private static void checkType(LayerInfo wrapper, Layer inner) {
        LayerInfo info = inner.info();
        boolean floats = info.dtype().isFloating() && wrapper.dtype().isFloating();
        if (!info.half().equals(wrapper.half()) || info.dtype() != wrapper.dtype() && !floats) {
            throw new Refusal("its inner layer computes in another type, which is not run. Received: dtype="
                    + info.extras().getOrDefault(LayerInfo.POLICY, info.dtype().kerasName()) + " within dtype="
                    + wrapper.extras()
                            .getOrDefault(LayerInfo.POLICY, wrapper.dtype().kerasName())
                    + ". Give both one dtype before saving");
        }
    }

    private static Recurrent recurrent(LayerSpec spec, Scope s) {
        Layer layer = s.factory()
                .inner(spec, s.inputs().isEmpty() ? List.of() : s.inputs().subList(0, 1));
        if (layer instanceof Recurrent recurrent) {
            return MaskRules.inBothDirections(recurrent, s.origin());
        }
        throw new Refusal("it wraps a layer that is not recurrent. Received: " + spec.className());
    }

    private static MergeMode mergeMode(Options o) {
        if (o.isNull("merge_mode")) {
            o.find("merge_mode");
            return MergeMode.NONE;
        }
        String mode = o.text("merge_mode", "concat");
        return switch (mode) {
            case "concat" -> MergeMode.CONCAT;
            case "sum" -> MergeMode.SUM;
            case "mul" -> MergeMode.MUL;
            case "ave" -> MergeMode.AVE;
            default -> throw new Refusal("its merge mode is not known. Received: merge_mode=" + mode);
        };
    }
}
