package io.github.keras4j.engine.purejava.train.f64.layers;

import io.github.keras4j.engine.purejava.train.f64.DenseUnit;
import io.github.keras4j.engine.purejava.train.f64.EmbeddingUnit;
import io.github.keras4j.engine.purejava.train.f64.Flow;
import io.github.keras4j.engine.purejava.train.f64.Graph;
import io.github.keras4j.engine.purejava.train.f64.MaskingUnit;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Core;
import java.util.Arrays;
import java.util.Optional;

/**
 * Dense and similar layers, Embedding, Masking, dropout and noise.
 *
 * @param path of the layer's weights, with a slash at its end
 */
record CoreLayers(Layout layout, String path, Flow input) implements Core.Visitor<Flow> {
    private Graph graph() {
        return layout.tape.graph;
    }

    @Override
    public Flow inputLayer(Core.InputLayer layer) {
        return input;
    }

    @Override
    public Flow dense(Core.Dense layer) {
        Flow sums = layout.flow(input, Layout.with(input.sizes, layer.units()), input.mask);
        DenseUnit unit = new DenseUnit(
                input,
                sums,
                graph().parameters,
                graph().parameters.get(path + "kernel"),
                graph().parameters.find(path + "bias"),
                !input.leaf);
        return layout.activate(graph().add(unit, sums), layer.activation());
    }

    @Override
    public Flow embedding(Core.Embedding layer) {
        int[] sizes = Arrays.copyOf(input.sizes, input.sizes.length + 1);
        sizes[sizes.length - 1] = layer.outputDim();
        Flow y = graph().flow(new Flow(input.batch, sizes, layer.maskZero()));
        return graph().add(
                        new EmbeddingUnit(
                                input,
                                y,
                                graph().parameters,
                                graph().parameters.get(path + "embeddings"),
                                graph().slices),
                        y);
    }

    @Override
    public Flow masking(Core.Masking layer) {
        Flow y = graph().flow(new Flow(input.batch, input.sizes, true));
        return graph().add(new MaskingUnit(input, y, (double) layer.maskValue()), y);
    }

    @Override
    public Flow int8Dense(Core.Int8Dense layer) {
        throw Layout.notTrained(layer);
    }

    @Override
    public Flow int8EinsumDense(Core.Int8EinsumDense layer) {
        throw Layout.notTrained(layer);
    }

    @Override
    public Flow int8Embedding(Core.Int8Embedding layer) {
        throw Layout.notTrained(layer);
    }

    @Override
    public Flow vectorMasking(Core.VectorMasking layer) {
        throw Layout.notTrained(layer);
    }

    @Override
    public Flow reversibleEmbedding(Core.ReversibleEmbedding layer) {
        throw Layout.notTrained(layer);
    }

    @Override
    public Flow passthrough(Core.Passthrough layer) {
        Flow y = layer.isInertInTraining() || layer.inTraining() == Core.InTraining.PENALTY
                ? input
                : NoiseUnit.add(layout.tape, layer, path, input);
        return layer.passesMask() ? layout.masked(y, input.mask) : layout.masked(y, new boolean[0]);
    }

    /** Keras 1: a part t = sigmoid(x C + c) of act(x K + b), and 1 - t of x. */
    @Override
    public Flow highway(Core.Highway layer) {
        Tape tape = layout.tape;
        Optional<Flow> bias = layer.useBias() ? Optional.of(tape.weight(path + "bias")) : Optional.empty();
        Optional<Flow> carry = layer.useBias() ? Optional.of(tape.weight(path + "carry_bias")) : Optional.empty();
        Flow gate = tape.apply(
                tape.dense(input, tape.weight(path + "carry_kernel"), carry), layout.nonlinearity(Activation.SIGMOID));
        Flow y = layout.activate(tape.dense(input, tape.weight(path + "kernel"), bias), layer.activation());
        return tape.add(tape.multiply(gate, y), tape.multiply(tape.line(gate, -1, 1), input));
    }

    @Override
    public Flow maxoutDense(Core.MaxoutDense layer) {
        Tape tape = layout.tape;
        int in = input.last();
        Flow kernel = tape.weight(path + "kernel", layer.nbFeature(), in, layer.units());
        Flow bias = layer.useBias()
                ? tape.weight(path + "bias", layer.nbFeature(), layer.units())
                : tape.constant(new double[0], layer.nbFeature(), layer.units());
        Flow most = part(kernel, bias, 0);
        for (int i = 1; i < layer.nbFeature(); i++) {
            most = tape.arithmetic(ArrayUnits.Operation.MAXIMUM, most, part(kernel, bias, i));
        }
        return most;
    }

    private Flow part(Flow kernel, Flow bias, int feature) {
        Tape tape = layout.tape;
        return tape.dense(
                input,
                tape.slice(kernel, 0, feature, feature + 1),
                Optional.of(tape.slice(bias, 0, feature, feature + 1)));
    }

    @Override
    public Flow einsumDense(Core.EinsumDense layer) {
        Tape tape = layout.tape;
        Flow y = new Einsum(tape, layer.equation()).of(input, tape.weight(path + "kernel"));
        if (!layer.biasAxes().isEmpty()) {
            y = tape.add(y, tape.weight(path + "bias"));
        }
        return layout.activate(y, layer.activation());
    }

    @Override
    public Flow constant(Core.Constant layer) {
        throw Layout.notTrained(layer);
    }
}
