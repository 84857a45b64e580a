package io.github.keras4j.verify;

import io.github.keras4j.compare.Cause;
import io.github.keras4j.compare.FirstDivergence;
import io.github.keras4j.compare.Tolerance;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.Fixture.Named;
import io.github.keras4j.diagnosis.Suspects;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.engine.Plan;
import io.github.keras4j.errors.FixtureException;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Python recorded with dropout on: the layer gave zeros, and {@code x / (1 - rate)} elsewhere. The dropped units can't
 * be drawn again, but the layer's recorded output can be fed to the layers after it.
 */
final class DropoutLeftOn {
    private static final int MOST = 32;

    private final VerifyOptions options;
    private KerasModel model;
    private Fixture fixture;
    private final List<String> names = new ArrayList<>();

    DropoutLeftOn(KerasModel model, Fixture fixture, VerifyOptions options) {
        this.model = model;
        this.fixture = fixture;
        this.options = options;
    }

    Optional<Cause> find(BiPredicate<KerasModel, Fixture> removes) {
        while (names.size() < MOST) {
            Optional<FirstDivergence> first;
            LayerWalk walk = new LayerWalk(model, fixture, options);
            try (Plan plan = EngineChoice.pureJava().compile(model).orThrow()) {
                first = walk.againstRecorded(walk.traces(plan));
            }
            if (first.isEmpty()) {
                break;
            }
            Layer layer = layer(first.get().layer().name());
            if (!(layer instanceof Core.Passthrough dropout) || !isDropped(first.get(), dropout.rate())) {
                return Optional.empty();
            }
            feed(layer);
        }
        if (names.isEmpty() || !removes.test(model, fixture)) {
            return Optional.empty();
        }
        return Optional.of(new Cause(
                Cause.Kind.DROPOUT,
                names.get(0),
                "Python recorded with dropout on in " + names + ": zeros, and x / (1 - rate) elsewhere"));
    }

    private Layer layer(String name) {
        return model.network().layers().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isDropped(FirstDivergence first, double rate) {
        if (rate <= 0 || rate >= 1) {
            return false;
        }
        Tensor java = first.layer().java().orElseThrow();
        Tensor python = first.layer().reference().orElseThrow();
        if (!java.shape().equals(python.shape())) {
            return false;
        }
        int zeros = 0;
        for (int i = 0; i < java.size(); i++) {
            double value = python.getDouble(i);
            if (value == 0 && java.getDouble(i) != 0) {
                zeros++;
            } else if (!Tolerance.DEFAULT.allows(java.getDouble(i) / (1 - rate), value)) {
                return false;
            }
        }
        return zeros > 0;
    }

    private void feed(Layer layer) {
        Tensor first = recorded(fixture.calls().get(0), layer.name());
        model = Suspects.fedAt(model, layer, first.shape().with(0, -1));
        fixture = CallSuspects.with(fixture, call -> {
            List<Named> inputs = new ArrayList<>(call.inputs());
            inputs.add(new Named(layer.name(), recorded(call, layer.name())));
            return new Fixture.Call(call.resetStates(), inputs, call.outputs(), call.layers());
        });
        names.add(layer.name());
    }

    private static Tensor recorded(Fixture.Call call, String name) {
        return call.layers().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new FixtureException("layer '" + name + "' was not recorded in every call"))
                .value();
    }
}
