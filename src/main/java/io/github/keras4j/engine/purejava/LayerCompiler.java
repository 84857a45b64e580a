package io.github.keras4j.engine.purejava;

import io.github.keras4j.engine.Support.Refusal;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.program.Context;
import io.github.keras4j.engine.purejava.values.RefusedException;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.Wrapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From a canonical layer and its weights to what runs it, or a refusal with the reason. */
final class LayerCompiler {
    private final Context context;

    LayerCompiler(Context context) {
        this.context = context;
    }

    Context context() {
        return context;
    }

    /** The layer ready to run; empty when refused, the refusals added to the list. */
    Optional<CompiledLayer> compile(Layer layer, Weights weights, List<Refusal> refusals) {
        if (layer instanceof Wrapper.NestedModel nested) {
            List<Refusal> inner = new ArrayList<>();
            CompiledNetwork network = CompiledNetwork.compile(nested.network(), weights, this, inner);
            inner.forEach(refusal -> refusals.add(
                    new Refusal(layer.name() + "/" + refusal.layer(), refusal.className(), refusal.reason())));
            return inner.isEmpty() ? Optional.of(network) : Optional.empty();
        }
        try {
            return Optional.of(compile(layer, weights));
        } catch (RefusedException e) {
            refusals.add(new Refusal(layer.name(), layer.className(), String.valueOf(e.getMessage())));
        } catch (IllegalArgumentException e) {
            refusals.add(new Refusal(layer.name(), layer.className(), "its weights do not fit: " + e.getMessage()));
        }
        return Optional.empty();
    }

    /** @throws RefusedException for what this engine does not run */
    CompiledLayer compile(Layer layer, Weights weights) {
        return new LayerChoice(this, context, weights).visit(layer);
    }
}
