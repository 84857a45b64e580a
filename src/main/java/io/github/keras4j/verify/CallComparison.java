package io.github.keras4j.verify;

import io.github.keras4j.compare.TensorDiff;
import io.github.keras4j.compare.Tolerance;
import io.github.keras4j.compare.Verification;
import io.github.keras4j.compare.Verification.Difference;
import io.github.keras4j.compare.Verification.Kind;
import io.github.keras4j.compare.Verification.Outcome;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.Fixture.Named;
import io.github.keras4j.data.JsonTensors;
import io.github.keras4j.engine.Plan;
import io.github.keras4j.engine.Session;
import io.github.keras4j.engine.Trace;
import io.github.keras4j.errors.FixtureException;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Runs a fixture's calls in order on one session and compares what comes out. */
public final class CallComparison {
    private final KerasModel model;
    private final Fixture fixture;
    private final VerifyOptions options;
    private final List<Difference> differences = new ArrayList<>();
    private double greatest;

    /**
     * Of one fixture's calls.
     *
     * @param model the fixture's
     * @param fixture what Python recorded
     * @param options what is allowed
     */
    public CallComparison(KerasModel model, Fixture fixture, VerifyOptions options) {
        this.model = model;
        this.fixture = fixture;
        this.options = options;
    }

    /**
     * Makes all calls that Python made.
     *
     * @param plan the model, made ready
     * @return whether Java's numbers are Python's, and where not
     */
    public Outcome run(Plan plan) {
        try (Session session = plan.openSession()) {
            for (int call = 0; call < fixture.calls().size(); call++) {
                compare(call, fixture.calls().get(call), session);
            }
        }
        return differences.isEmpty()
                ? new Verification.Passed(fixture.calls().size(), greatest)
                : new Verification.Failed(differences);
    }

    private void compare(int number, Fixture.Call call, Session session) {
        if (call.resetStates()) {
            session.resetStates();
        }
        List<Tensor> inputs = inputs(number, call);
        List<Tensor> outputs;
        if (options.layers()) {
            Trace trace = session.trace(inputs);
            for (Named layer : call.layers()) {
                List<Tensor> given = trace.layers().getOrDefault(layer.name(), List.of());
                if (given.size() == 1) {
                    compare(number, Kind.LAYER, layer.name(), given.get(0), layer.value());
                }
            }
            outputs = trace.outputs();
        } else {
            outputs = session.predict(inputs);
        }
        List<Named> expected = ordered(call.outputs(), model.network().outputNames(), "outputs", number);
        for (int i = 0; i < expected.size(); i++) {
            String name = model.network().outputNames().get(i);
            compare(number, Kind.OUTPUT, name, outputs.get(i), expected.get(i).value());
        }
    }

    /** The inputs of that call, in the model's order. */
    public List<Tensor> inputs(int number, Fixture.Call call) {
        List<Named> given = ordered(call.inputs(), model.network().inputNames(), "inputs", number);
        List<Tensor> inputs = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            Tensor value = given.get(i).value();
            Layer layer = model.network().node(model.network().inputs().get(i)).layer();
            inputs.add(layer instanceof Core.InputLayer input ? as(input.inputDtype(), value) : value);
        }
        return inputs;
    }

    /** Casts an input as Keras does: a fraction is cut towards zero (engine/functional.py 2.15). */
    private static Tensor as(DType dtype, Tensor value) {
        boolean strings = dtype == DType.STRING || value.dtype() == DType.STRING;
        return dtype.isFloating() || strings ? JsonTensors.as(dtype, value) : value.cast(dtype);
    }

    private void compare(int call, Kind kind, String name, Tensor java, Tensor python) {
        TensorDiff diff = TensorDiff.of(java, python, tolerance(name));
        if (!diff.passes()) {
            differences.add(new Difference(call, kind, name, diff, java, python));
        }
        if (diff instanceof TensorDiff.ValuesDiff values && values.worst().isPresent()) {
            greatest = Math.max(greatest, values.worst().get().absolute());
        }
    }

    /** What is allowed for the output of that layer. */
    Tolerance tolerance(String name) {
        return new Tolerance(
                options.rtol().orElse(name, fixture.rtol().orElse(Tolerance.DEFAULT.rtol())),
                options.atol().orElse(name, fixture.atol().orElse(Tolerance.DEFAULT.atol())));
    }

    /** By name where every name is known, else by position. */
    private static List<Named> ordered(List<Named> given, List<String> names, String what, int call) {
        if (given.size() != names.size()) {
            throw new FixtureException("call " + call + " has " + given.size() + " " + what + " where the model has "
                    + names.size() + ": " + names + ". Received: "
                    + given.stream().map(Named::name).toList());
        }
        List<Named> ordered = new ArrayList<>();
        for (String name : names) {
            given.stream().filter(one -> one.name().equals(name)).forEach(ordered::add);
        }
        return ordered.size() == names.size() && ordered.stream().distinct().count() == names.size() ? ordered : given;
    }
}
