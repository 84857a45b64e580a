package io.github.keras4j.engine.purejava;

import io.github.keras4j.engine.Support.Refusal;
import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Context;
import io.github.keras4j.engine.purejava.values.States;
import io.github.keras4j.engine.purejava.values.Texts;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Binds a compiled model once to the shapes that it declares. If a layer does not take its input, the model is refused
 * at load and not at every prediction. A model with other open sizes than the batch's, or a TextVectorization
 * whose output is as long as the longest text, can't be tried.
 */
final class Trial {
    private final Network network;
    private final CompiledNetwork compiled;
    private final Context context;

    Trial(Network network, CompiledNetwork compiled, Context context) {
        this.network = network;
        this.compiled = compiled;
        this.context = context;
    }

    /** The first layer that does not take its input, for any number of samples; empty if all do. */
    Optional<Refusal> refusal() {
        TextInputs texts = new TextInputs(network);
        if (texts.isOpen()) {
            return Optional.empty();
        }
        Optional<Refusal> refusal = Optional.empty();
        for (int batch : batches()) {
            List<Shape> shapes = new ArrayList<>();
            for (TensorRef ref : network.inputs()) {
                Shape shape = network.node(ref).layer() instanceof Core.InputLayer input ? input.shape() : Shape.of();
                Shape open = shape.rank() > 0 && shape.size(0) == Shape.UNKNOWN ? shape.with(0, batch) : shape;
                if (!open.isKnown()) {
                    return Optional.empty();
                }
                shapes.add(open);
            }
            refusal = bound(shapes, texts);
            if (refusal.isEmpty()) {
                return refusal;
            }
        }
        return refusal;
    }

    private Optional<Refusal> bound(List<Shape> shapes, TextInputs texts) {
        try {
            Binding binding = new Binding(context, new States(), true, false, new Texts());
            List<Value> inputs = new ArrayList<>();
            for (int i = 0; i < shapes.size(); i++) {
                Value input = binding.value(shapes.get(i).sizes());
                inputs.add(texts.isText(i) ? input.of(binding.texts()) : input);
            }
            compiled.bind(inputs, binding, new LinkedHashMap<>());
            return Optional.empty();
        } catch (UnfitShapesException e) {
            return Optional.of(new Refusal(e.layer(), e.className(), e.reason()));
        }
    }

    /** One sample, and the batch sizes of the graph's constants, which fit no other. */
    private Set<Integer> batches() {
        Set<Integer> batches = new LinkedHashSet<>(List.of(1));
        for (Layer layer : network.layers()) {
            if (layer instanceof Core.Constant constant
                    && constant.value().shape().rank() > 0) {
                batches.add(constant.value().shape().size(0));
            }
        }
        return batches;
    }
}
