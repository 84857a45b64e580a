package io.github.keras4j.verify;

import io.github.keras4j.compare.FirstDivergence;
import io.github.keras4j.compare.LayerPair;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.Fixture.Named;
import io.github.keras4j.engine.Plan;
import io.github.keras4j.engine.Session;
import io.github.keras4j.engine.Trace;
import io.github.keras4j.model.Convolutional;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.Network;
import io.github.keras4j.model.Pooling;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.model.Shaping;
import io.github.keras4j.model.Wrapper;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares the layers' outputs of an engine with Python's or another engine's, call by call. */
final class LayerWalk {
    private final KerasModel model;
    private final Fixture fixture;
    private final CallComparison comparison;

    LayerWalk(KerasModel model, Fixture fixture, VerifyOptions options) {
        this.model = model;
        this.fixture = fixture;
        this.comparison = new CallComparison(model, fixture, options);
    }

    /** What the layers give in every call, on one session. */
    List<Trace> traces(Plan plan) {
        List<Trace> traces = new ArrayList<>();
        try (Session session = plan.openSession()) {
            for (int call = 0; call < fixture.calls().size(); call++) {
                if (fixture.calls().get(call).resetStates()) {
                    session.resetStates();
                }
                traces.add(session.trace(comparison.inputs(call, fixture.calls().get(call))));
            }
        }
        return traces;
    }

    /** The first layer that differs from what the fixture recorded. */
    Optional<FirstDivergence> againstRecorded(List<Trace> traces) {
        return find(traces, fixture.calls().stream().map(this::recorded).toList());
    }

    /** The first layer that differs from another engine's. */
    Optional<FirstDivergence> against(List<Trace> traces, List<Trace> others) {
        return find(traces, others.stream().map(LayerWalk::single).toList());
    }

    /** The recorded layers, and the outputs, which are layers too. */
    private Map<String, Tensor> recorded(Fixture.Call call) {
        Map<String, Tensor> recorded = new LinkedHashMap<>();
        List<String> outputs = model.network().outputNames();
        for (int i = 0; i < outputs.size() && i < call.outputs().size(); i++) {
            String name = outputs.get(i);
            Named atPlace = call.outputs().get(i);
            recorded.put(
                    name,
                    call.outputs().stream()
                            .filter(one -> one.name().equals(name))
                            .findFirst()
                            .orElse(atPlace)
                            .value());
        }
        call.layers().forEach(layer -> recorded.put(layer.name(), layer.value()));
        return recorded;
    }

    private static Map<String, Tensor> single(Trace trace) {
        Map<String, Tensor> single = new LinkedHashMap<>();
        trace.layers().forEach((name, tensors) -> {
            if (tensors.size() == 1) {
                single.put(name, tensors.get(0));
            }
        });
        return single;
    }

    private Optional<FirstDivergence> find(List<Trace> traces, List<Map<String, Tensor>> references) {
        for (int call = 0; call < traces.size(); call++) {
            Optional<FirstDivergence> found = FirstDivergence.find(
                    call, pairs(single(traces.get(call)), references.get(call)), comparison::tolerance);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Leaves out input layers, which are the same on both sides. */
    private List<LayerPair> pairs(Map<String, Tensor> java, Map<String, Tensor> reference) {
        List<LayerPair> pairs = new ArrayList<>();
        for (Layer layer : model.network().layers()) {
            if (model.network().kind() == Network.Kind.SEQUENTIAL && layer instanceof Core.InputLayer) {
                continue;
            }
            Optional<Tensor> given = Optional.ofNullable(java.get(layer.name()));
            Optional<Tensor> wanted = Optional.ofNullable(reference.get(layer.name()));
            boolean fed = layer instanceof Core.InputLayer && wanted.isEmpty();
            pairs.add(new LayerPair(
                    pairs.size() + 1,
                    layer.name(),
                    layer.className(),
                    hasTimeAxis(layer, given),
                    given,
                    fed ? given : wanted));
        }
        return pairs;
    }

    /** Three axes are {@code [batch, steps, features]} in Keras, unless a layer moves them. */
    private static boolean hasTimeAxis(Layer layer, Optional<Tensor> output) {
        boolean moved = layer instanceof Recurrent recurrent && recurrent.walk().timeMajor()
                || layer instanceof Convolutional.Conv conv && conv.channelsFirst()
                || layer instanceof Pooling.Pool pool && pool.channelsFirst()
                || layer instanceof Shaping;
        boolean three = output.isPresent() && output.get().shape().rank() == 3;
        return !moved && (three || layer instanceof Wrapper.TimeDistributed);
    }
}
