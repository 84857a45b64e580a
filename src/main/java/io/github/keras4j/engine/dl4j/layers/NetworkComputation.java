package io.github.keras4j.engine.dl4j.layers;

import io.github.keras4j.engine.dl4j.arrays.Arrays;
import io.github.keras4j.engine.dl4j.arrays.UnfitException;
import io.github.keras4j.engine.dl4j.arrays.Value;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.TensorRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network within a layer, as TimeDistributed applies one to every step. */
final class NetworkComputation implements Computation {
    private final Network network;
    private final Map<String, Computation> layers = new HashMap<>();

    NetworkComputation(Network network, Computations computations) {
        this.network = network;
        for (Layer layer : network.layers()) {
            if (!(layer instanceof Core.InputLayer) && !(layer instanceof Core.Constant)) {
                layers.put(layer.name(), computations.visit(layer));
            }
        }
    }

    @Override
    public List<Value> run(Call call, Parameters weights) {
        Map<Integer, Value> fed = new HashMap<>();
        for (int i = 0; i < call.inputs().size(); i++) {
            Value input = call.inputs().get(i);
            fed.put(network.inputs().get(i).node(), i == 0 ? input.withMask(call.mask()) : input);
        }
        List<List<Value>> given = new ArrayList<>();
        for (int i = 0; i < network.nodes().size(); i++) {
            Node node = network.nodes().get(i);
            Value input = fed.get(i);
            if (input != null) {
                given.add(List.of(input));
            } else if (node.layer() instanceof Core.Constant constant) {
                given.add(List.of(constant(constant, call.input().data())));
            } else {
                given.add(run(node, given, call, weights));
            }
        }
        return network.outputs().stream().map(ref -> pick(given, ref)).toList();
    }

    /** A constant's numbers, of the type of another array. */
    static Value constant(Core.Constant constant, INDArray like) {
        long[] shape = java.util.Arrays.stream(constant.value().shape().sizes())
                .asLongStream()
                .toArray();
        return Value.of(Arrays.of(like, constant.value().toDoubles(), shape));
    }

    private List<Value> run(Node node, List<List<Value>> given, Call outer, Parameters weights) {
        Computation layer = layers.get(node.layer().name());
        if (layer == null) {
            throw new UnfitException("layer '" + node.layer().name() + "' is an input that nothing feeds");
        }
        boolean dropped = node.masks() == Node.Masks.DROPPED;
        List<Value> inputs = node.inputs().stream()
                .map(ref -> dropped || node.unmasked().contains(ref)
                        ? pick(given, ref).withMask(null)
                        : pick(given, ref))
                .toList();
        Map<String, Value> keywords = new HashMap<>();
        node.keywordInputs().forEach((name, ref) -> keywords.put(name, pick(given, ref)));
        Call.Mode mode = outer.mode().of(node.layer().name());
        Call call = new Call(inputs, keywords, node.arguments(), node.masks() == Node.Masks.PASSED_BY, mode);
        return layer.run(call, weights.child(node.layer().name()));
    }

    private static Value pick(List<List<Value>> given, TensorRef ref) {
        List<Value> outputs = given.get(ref.node());
        if (ref.output() >= outputs.size()) {
            throw new UnfitException("an output is asked of an inner layer that it does not give");
        }
        return outputs.get(ref.output());
    }
}
