package io.github.keras4j.export;

import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Node;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.TensorRef;
import io.github.keras4j.model.Weights;
import io.github.keras4j.model.Wrapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The same function in what the target has, where a layer as it is would be computed otherwise or not at all. What
 * can't be rewritten stays, for the writers to refuse.
 */
final class Rewriting {
    private record Result(Layer layer, Weights weights) {}

    private record Built(Network network, Weights weights) {}

    private final Target target;
    private final HardSigmoids sigmoids;

    private Rewriting(Target target) {
        this.target = target;
        this.sigmoids = new HardSigmoids(target);
    }

    static KerasModel of(KerasModel model, Target target) {
        Built built = new Rewriting(target).network(model.network(), model.weights());
        return new KerasModel(model.provenance(), built.network(), built.weights(), model.training());
    }

    private Built network(Network network, Weights weights) {
        List<Node> nodes = new ArrayList<>();
        List<TensorRef> first = new ArrayList<>();
        Map<String, Weights> children = new LinkedHashMap<>();
        Map<String, Result> done = new HashMap<>();
        for (Node node : network.nodes()) {
            Layer layer = node.layer();
            Result result = done.computeIfAbsent(layer.name(), name -> layer(layer, weights.child(name)));
            List<TensorRef> inputs = moved(node.inputs(), first);
            Map<String, TensorRef> keywords = new LinkedHashMap<>();
            node.keywordInputs().forEach((name, ref) -> keywords.put(name, moved(ref, first)));
            if (target.isModern() && ChannelsLast.isWanted(layer) && inputs.size() == 1) {
                ChannelsLast turned = new ChannelsLast(result.layer(), nodes);
                children.put(turned.inner().name(), result.weights());
                first.add(turned.add(inputs.get(0), nodes));
            } else {
                children.put(layer.name(), result.weights());
                Set<TensorRef> unmasked =
                        node.unmasked().stream().map(ref -> moved(ref, first)).collect(Collectors.toSet());
                nodes.add(new Node(result.layer(), inputs, keywords, node.arguments(), node.masks(), unmasked));
                first.add(new TensorRef(nodes.size() - 1, 0));
            }
        }
        return new Built(
                new Network(
                        network.name(),
                        network.kind(),
                        nodes,
                        moved(network.inputs(), first),
                        moved(network.outputs(), first)),
                new Weights(weights.tensors(), children));
    }

    private static List<TensorRef> moved(List<TensorRef> refs, List<TensorRef> first) {
        return refs.stream().map(ref -> moved(ref, first)).toList();
    }

    private static TensorRef moved(TensorRef ref, List<TensorRef> first) {
        return new TensorRef(Objects.requireNonNull(first.get(ref.node())).node(), ref.output());
    }

    private Result layer(Layer layer, Weights weights) {
        if (layer instanceof Wrapper.NestedModel nested) {
            Built built = network(nested.network(), weights);
            return new Result(new Wrapper.NestedModel(nested.info(), built.network()), built.weights());
        } else if (layer instanceof Wrapper.TimeDistributed each) {
            Result inner = layer(each.layer(), weights.child("layer"));
            return new Result(
                    new Wrapper.TimeDistributed(each.info(), inner.layer(), each.innerMask()),
                    with(weights, "layer", inner.weights()));
        } else if (layer instanceof Wrapper.Bidirectional both) {
            Result forward = layer(both.forward(), weights.child("forward"));
            Result backward = layer(both.backward(), weights.child("backward"));
            return new Result(
                    new Wrapper.Bidirectional(
                            both.info(), (Recurrent) forward.layer(), (Recurrent) backward.layer(), both.mergeMode()),
                    with(with(weights, "forward", forward.weights()), "backward", backward.weights()));
        } else if (layer instanceof Recurrent.Rnn rnn) {
            return new Result(
                    new Recurrent.Rnn(rnn.info(), sigmoids.own(rnn.cell()), rnn.walk()),
                    sigmoids.scaled(weights, rnn.cell()));
        } else if (layer instanceof Recurrent.GenericRnn rnn) {
            return new Result(
                    new Recurrent.GenericRnn(rnn.info(), sigmoids.own(rnn.cell()), rnn.walk()),
                    with(weights, "cell", sigmoids.scaled(weights.child("cell"), rnn.cell())));
        } else if (layer instanceof Recurrent.ConvLstm conv && sigmoids.isForeign(conv.recurrentActivation())) {
            return new Result(
                    new Recurrent.ConvLstm(
                            conv.info(),
                            conv.filters(),
                            conv.kernelSize(),
                            conv.strides(),
                            conv.padding(),
                            conv.recurrentPadding(),
                            conv.dilation(),
                            conv.channelsFirst(),
                            conv.activation(),
                            sigmoids.own(conv.recurrentActivation()),
                            conv.useBias(),
                            conv.walk()),
                    sigmoids.lstmGates(weights));
        } else if (layer instanceof Core.Dense dense) {
            return new Result(
                    new Core.Dense(dense.info(), dense.units(), sigmoids.own(dense.activation()), dense.useBias()),
                    sigmoids.scaled(weights, dense.activation(), "kernel"));
        } else if (layer instanceof Convolutional.Conv conv && sigmoids.isForeign(conv.activation())) {
            return new Result(
                    new Convolutional.Conv(
                            conv.info(),
                            conv.filters(),
                            conv.kernelSize(),
                            conv.strides(),
                            conv.padding(),
                            conv.dilation(),
                            conv.groups(),
                            conv.channelsFirst(),
                            sigmoids.own(conv.activation()),
                            conv.useBias()),
                    sigmoids.scaled(weights, conv.activation(), "kernel"));
        }
        return new Result(layer, weights);
    }

    private static Weights with(Weights weights, String child, Weights changed) {
        Map<String, Weights> children = new LinkedHashMap<>(weights.children());
        children.put(child, changed);
        return new Weights(weights.tensors(), children);
    }
}
