package io.github.keras4j.engine.purejava.layers;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.program.CompiledLayer;
import io.github.keras4j.engine.purejava.values.BindException;
import io.github.keras4j.engine.purejava.values.Mask;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Custom;
import io.github.keras4j.model.Weights;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a user's code for a layer. What goes in and out is copied, so that the code can keep or change its arrays. */
public final class CustomCode implements CompiledLayer {
    private final Custom layer;
    private final Weights weights;

    public CustomCode(Custom layer, Weights weights) {
        this.layer = layer;
        this.weights = weights;
    }

    @Override
    public List<Value> bind(Call call, Binding binding) {
        List<Shape> shapes =
                call.inputs().stream().map(value -> Shape.of(value.shape())).toList();
        Shape shape = layer.outputShape(shapes);
        if (!shape.isKnown()) {
            throw new BindException("its Java code leaves the output's shape open. Received: " + shape);
        }
        Map<String, Tensor> byName = weights.flatten();
        List<Tensor> arrays = layer.weights(shapes).stream()
                .map(weight -> byName.get(weight.name()))
                .toList();
        Value output = binding.value(shape.sizes());
        Value keyword = call.keywordInputs().get("mask");
        binding.step(() -> {
            List<Tensor> inputs = call.inputs().stream()
                    .map(value -> Tensor.of(Shape.of(value.shape()), value.data()))
                    .toList();
            List<Optional<Tensor>> masks = new ArrayList<>();
            for (int i = 0; i < call.inputs().size(); i++) {
                masks.add(
                        i == 0 && keyword != null
                                ? Optional.of(flags(keyword))
                                : mask(call.inputs().get(i)));
            }
            layer.call(inputs, masks, arrays).copyTo(output.data(), 0);
        });
        return List.of(
                layer.code().supportsMasking() ? output.withMask(call.input().mask()) : output);
    }

    private static Optional<Tensor> mask(Value value) {
        Mask mask = value.mask();
        return mask == null
                ? Optional.empty()
                : Optional.of(Tensor.wrap(Shape.of(mask.shape()), mask.data().clone()));
    }

    private static Tensor flags(Value value) {
        boolean[] flags = new boolean[value.elements()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = value.data()[i] != 0;
        }
        return Tensor.wrap(Shape.of(value.shape()), flags);
    }
}
