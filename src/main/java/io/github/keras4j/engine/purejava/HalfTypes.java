package io.github.keras4j.engine.purejava;

import static java.util.Objects.requireNonNull;

import io.github.keras4j.engine.purejava.program.Binding;
import io.github.keras4j.engine.purejava.program.Call;
import io.github.keras4j.engine.purejava.values.Value;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.LayerInfo;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Normalizing;
import io.github.keras4j.model.NumberType;
import io.github.keras4j.model.Preprocessing;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.model.operations.LayerTypes;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a network of mixed precision rounds. What Keras casts is rounded to the half type: floating inputs, weights and
 * outputs (keras/src/layers/layer.py 3.15, __call__; keras/src/engine/base_layer.py 2.15, _maybe_cast_inputs). Within a
 * layer everything is computed in float32, as far as processors differ in what they round there.
 */
final class HalfTypes {
    private final Network network;
    private final List<List<NumberType>> types;

    HalfTypes(Network network) {
        this.network = network;
        List<List<NumberType>> all = LayerTypes.all(network);
        // a layer of a half type may give integers alone, and casts its inputs all the same
        boolean half = network.nodes().stream()
                        .anyMatch(node -> node.layer().info().half().isPresent())
                || all.stream().flatMap(List::stream).anyMatch(NumberType::isHalf);
        types = half ? all : List.of();
    }

    /** A layer's weights as it computes with them; the normalizations of Keras keep theirs in float32. */
    static Weights weights(Layer layer, Weights weights) {
        Optional<NumberType> half = layer.info().half();
        boolean kept = layer instanceof Normalizing.BatchNormalization
                || layer instanceof Normalizing.LayerNormalization
                || layer instanceof Normalizing.GroupNormalization
                || layer instanceof Preprocessing
                || layer instanceof Wrapper.NestedModel;
        if (half.isEmpty() || kept) {
            return weights;
        }
        Map<String, Tensor> rounded = new LinkedHashMap<>();
        weights.flatten().forEach((path, tensor) -> {
            float[] numbers = tensor.cast(DType.FLOAT32).toFloats();
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = half.get().rounded(numbers[i]);
            }
            rounded.put(path, Tensor.wrap(tensor.shape(), numbers));
        });
        return weights.withArrays(rounded);
    }

    /** The call on what the layer casts its inputs to. */
    Call cast(int index, Call call, Binding binding) {
        Node node = network.nodes().get(index);
        LayerInfo info = node.layer().info();
        Optional<NumberType> half = info.half();
        if (half.isEmpty()
                || node.layer() instanceof Wrapper.NestedModel
                || info.extras().containsKey(LayerInfo.AUTOCAST)) {
            return call;
        }
        List<Value> inputs = new java.util.ArrayList<>(call.inputs());
        for (int i = 0; i < inputs.size(); i++) {
            inputs.set(i, cast(inputs.get(i), node.inputs().get(i), half.get(), binding));
        }
        Map<String, Value> keywords = new LinkedHashMap<>();
        node.keywordInputs()
                .forEach((name, ref) -> keywords.put(
                        name, cast(requireNonNull(call.keywordInputs().get(name)), ref, half.get(), binding)));
        return new Call(inputs, keywords, call.arguments(), call.countsAll());
    }

    private Value cast(Value value, TensorRef ref, NumberType half, Binding binding) {
        NumberType given = LayerTypes.pick(ref, types);
        return given.isFloating() && given != half ? rounded(value, half, binding) : value;
    }

    /** What the layer gives. */
    List<Value> rounded(int index, List<Value> outputs, Binding binding) {
        Node node = network.nodes().get(index);
        if (types.isEmpty() || node.layer() instanceof Wrapper.NestedModel) {
            return outputs;
        }
        List<Value> rounded = new java.util.ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            NumberType type = LayerTypes.pick(new TensorRef(index, i), types);
            rounded.add(type.isHalf() ? rounded(outputs.get(i), type, binding) : outputs.get(i));
        }
        return rounded;
    }

    private static Value rounded(Value value, NumberType half, Binding binding) {
        if (value.isText()) {
            return value;
        }
        Value y = binding.value(value.shape());
        float[] from = value.data();
        float[] to = y.data();
        int count = value.elements();
        binding.step(() -> {
            for (int i = 0; i < count; i++) {
                to[i] = half.rounded(from[i]);
            }
        });
        return y.withMask(value.mask());
    }
}
