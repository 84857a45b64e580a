package io.github.keras4j.engine.dl4j.layers;

import io.github.keras4j.engine.dl4j.arrays.NdArrays;
import io.github.keras4j.engine.dl4j.arrays.Value;
import io.github.keras4j.model.Custom;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a user's code for a layer, on copies in the heap. */
record CustomComputation(Custom layer) implements Computation {
    @Override
    public List<Value> run(Call call, Parameters weights) {
        List<Tensor> inputs = call.inputs().stream()
                .map(value -> NdArrays.toTensor(value.data()).cast(DType.FLOAT32))
                .toList();
        List<Shape> shapes = inputs.stream().map(Tensor::shape).toList();
        List<Tensor> arrays = layer.weights(shapes).stream()
                .map(weight -> NdArrays.toTensor(weights.get(weight.name()).data()))
                .toList();
        List<Optional<Tensor>> masks = new ArrayList<>();
        for (Value input : call.inputs()) {
            INDArray mask = input == call.input() ? call.mask() : input.mask();
            masks.add(
                    mask == null
                            ? Optional.empty()
                            : Optional.of(NdArrays.toTensor(mask).cast(DType.BOOL)));
        }
        Tensor output = layer.call(inputs, masks, arrays);
        Value value = Value.of(NdArrays.of(output, call.input().data().dataType()));
        return List.of(
                layer.code().supportsMasking() ? value.withMask(call.input().mask()) : value);
    }
}
