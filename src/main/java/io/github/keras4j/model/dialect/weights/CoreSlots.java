package io.github.keras4j.model.dialect.weights;

import io.github.keras4j.model.Core;
import io.github.keras4j.model.shapes.EinsumShapes;
import io.github.keras4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The arrays of Dense and its kin. */
record CoreSlots(List<Shape> inputs) implements Core.Visitor<List<WeightSlot>> {
    private int features() {
        return inputs.isEmpty() || inputs.get(0).rank() == 0
                ? Shape.UNKNOWN
                : inputs.get(0).size(-1);
    }

    @Override
    public List<WeightSlot> dense(Core.Dense dense) {
        return WeightSlots.join(
                List.of(new WeightSlot("kernel", features(), dense.units())),
                WeightSlots.bias(dense.useBias(), dense.units()));
    }

    @Override
    public List<WeightSlot> embedding(Core.Embedding embedding) {
        return List.of(new WeightSlot("embeddings", embedding.inputDim(), embedding.outputDim()));
    }

    @Override
    public List<WeightSlot> highway(Core.Highway highway) {
        List<WeightSlot> kernels = List.of(
                new WeightSlot("kernel", features(), features()),
                new WeightSlot("carry_kernel", features(), features()));
        return highway.useBias()
                ? WeightSlots.join(
                        kernels, List.of(new WeightSlot("bias", features()), new WeightSlot("carry_bias", features())))
                : kernels;
    }

    @Override
    public List<WeightSlot> maxoutDense(Core.MaxoutDense dense) {
        return WeightSlots.join(
                List.of(new WeightSlot("kernel", dense.nbFeature(), features(), dense.units())),
                WeightSlots.bias(dense.useBias(), dense.nbFeature(), dense.units()));
    }

    @Override
    public List<WeightSlot> einsumDense(Core.EinsumDense dense) {
        List<WeightSlot> slots = new ArrayList<>();
        Optional<EinsumShapes> shapes = inputs.stream().findFirst().map(input -> new EinsumShapes(dense, input));
        slots.add(new WeightSlot("kernel", shapes.map(EinsumShapes::kernel).orElse(WeightCheck.ANY), true));
        if (!dense.biasAxes().isEmpty()) {
            Shape bias = shapes.map(known -> known.bias(dense.biasAxes())).orElse(WeightCheck.ANY);
            slots.add(new WeightSlot("bias", bias, true));
        }
        return slots;
    }

    @Override
    public List<WeightSlot> constant(Core.Constant layer) {
        return List.of();
    }

    @Override
    public List<WeightSlot> inputLayer(Core.InputLayer layer) {
        return List.of();
    }

    @Override
    public List<WeightSlot> int8Dense(Core.Int8Dense layer) {
        return WeightSlots.join(
                WeightSlots.join(
                        List.of(WeightSlot.fixed("kernel", features(), layer.units())),
                        WeightSlots.bias(layer.useBias(), layer.units())),
                List.of(WeightSlot.fixed("kernel_scale", layer.units())));
    }

    @Override
    public List<WeightSlot> int8EinsumDense(Core.Int8EinsumDense layer) {
        List<WeightSlot> slots = new ArrayList<>(einsumDense(layer.plain()));
        slots.set(0, new WeightSlot("kernel", slots.get(0).shape(), false));
        Shape scale = inputs.stream()
                .findFirst()
                .map(input -> new EinsumShapes(layer.plain(), input).scale())
                .orElse(WeightCheck.ANY);
        slots.add(new WeightSlot("kernel_scale", scale, false));
        return slots;
    }

    @Override
    public List<WeightSlot> int8Embedding(Core.Int8Embedding layer) {
        return List.of(
                WeightSlot.fixed("embeddings", layer.inputDim(), layer.outputDim()),
                WeightSlot.fixed("embeddings_scale", layer.inputDim()));
    }

    @Override
    public List<WeightSlot> vectorMasking(Core.VectorMasking layer) {
        return List.of();
    }

    @Override
    public List<WeightSlot> reversibleEmbedding(Core.ReversibleEmbedding layer) {
        List<WeightSlot> table = List.of(new WeightSlot("embeddings", layer.inputDim(), layer.outputDim()));
        return layer.tied()
                ? table
                : WeightSlots.join(
                        table, List.of(new WeightSlot("reverse_embeddings", layer.outputDim(), layer.inputDim())));
    }

    @Override
    public List<WeightSlot> masking(Core.Masking layer) {
        return List.of();
    }

    @Override
    public List<WeightSlot> passthrough(Core.Passthrough layer) {
        return List.of();
    }
}
