package io.github.keras4j.cli;

import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.Fixture.Named;
import io.github.keras4j.data.InputFile;
import io.github.keras4j.data.JsonTensors;
import io.github.keras4j.engine.InputSampler;
import io.github.keras4j.engine.Session;
import io.github.keras4j.engine.Trace;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The inputs that a model is asked: those of a file in one call, or sampled ones in a few calls. */
final class Asked {
    private Asked() {}

    static List<List<Tensor>> of(KerasModel model, Optional<Path> file) {
        if (file.isPresent()) {
            List<Tensor> given = InputFile.read(file.get(), model.network().inputNames());
            List<Tensor> inputs = new ArrayList<>();
            for (int i = 0; i < given.size(); i++) {
                Layer layer =
                        model.network().node(model.network().inputs().get(i)).layer();
                Tensor one = given.get(i);
                inputs.add(layer instanceof Core.InputLayer input ? JsonTensors.as(input.inputDtype(), one) : one);
            }
            return List.of(inputs);
        }
        InputSampler sampler = InputSampler.of(model).get(0);
        List<List<Tensor>> calls = new ArrayList<>();
        for (int call = 0; call < InputSampler.CALLS; call++) {
            calls.add(sampler.inputs(call));
        }
        return calls;
    }

    /** The answers and the layers' outputs; every call starts from states at zero. */
    static List<Fixture.Call> answered(KerasModel model, Session session, List<List<Tensor>> calls) {
        List<String> inputNames = model.network().inputNames();
        List<Fixture.Call> answered = new ArrayList<>();
        for (List<Tensor> inputs : calls) {
            session.resetStates();
            Trace trace = session.trace(inputs);
            List<Named> layers = trace.layers().entrySet().stream()
                    .filter(entry -> entry.getValue().size() == 1 && !inputNames.contains(entry.getKey()))
                    .map(entry -> new Named(entry.getKey(), entry.getValue().get(0)))
                    .toList();
            answered.add(new Fixture.Call(
                    true, named(inputNames, inputs), named(model.network().outputNames(), trace.outputs()), layers));
        }
        return answered;
    }

    private static List<Named> named(List<String> names, List<Tensor> values) {
        List<Named> named = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            named.add(new Named(names.get(i), values.get(i)));
        }
        return named;
    }
}
