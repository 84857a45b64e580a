package io.github.keras4j.verify;

import io.github.keras4j.compare.Cause;
import io.github.keras4j.compare.Cause.Kind;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.Fixture.Named;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/** Faults of the calls, not of the model: inputs scaled twice or never, states reset or not. */
final class CallSuspects {
    /** Letters, pixels, percents, decades. */
    private static final List<Integer> SCALES = List.of(26, 255, 256, 128, 100, 10);

    private CallSuspects() {}

    /**
     * The fixture with its calls changed.
     *
     * @param scale what inputs were multiplied by, where that is what was changed
     */
    record Changed(Cause cause, Fixture fixture, OptionalDouble scale) {}

    static List<Changed> of(Fixture fixture) {
        List<Changed> all = new ArrayList<>();
        for (int scale : SCALES) {
            String twice = "inputs times " + scale + ", as if they had been divided twice";
            all.add(inputs(fixture, twice, OptionalDouble.of(scale), x -> x * scale));
            String never = "inputs divided by " + scale + ", as if that had been left out";
            all.add(inputs(fixture, never, OptionalDouble.of(1.0 / scale), x -> x / scale));
        }
        OptionalDouble none = OptionalDouble.empty();
        all.add(inputs(fixture, "inputs / 127.5 - 1", none, x -> x / 127.5 - 1));
        all.add(inputs(fixture, "(inputs + 1) * 127.5", none, x -> (x + 1) * 127.5));
        all.add(inputs(fixture, "1 - inputs", none, x -> 1 - x));
        all.addAll(exchanged(fixture));
        for (boolean reset : new boolean[] {true, false}) {
            boolean changes = fixture.calls().stream().skip(1).anyMatch(call -> call.resetStates() != reset);
            if (changes) {
                String words = reset ? "states reset before every call" : "states never reset";
                all.add(new Changed(
                        new Cause(Kind.STATE, "", words),
                        with(fixture, call -> new Fixture.Call(reset, call.inputs(), call.outputs(), call.layers())),
                        none));
            }
        }
        return all;
    }

    /** Two inputs of one shape, each fed to the other's place. */
    private static List<Changed> exchanged(Fixture fixture) {
        List<Changed> all = new ArrayList<>();
        List<Named> inputs = fixture.calls().get(0).inputs();
        for (int i = 0; i < inputs.size(); i++) {
            for (int j = i + 1; j < inputs.size(); j++) {
                if (inputs.get(i).value().shape().equals(inputs.get(j).value().shape())) {
                    int one = i;
                    int other = j;
                    String words = "inputs '" + inputs.get(i).name() + "' and '"
                            + inputs.get(j).name() + "' exchanged";
                    Fixture changed = with(
                            fixture,
                            call -> new Fixture.Call(
                                    call.resetStates(),
                                    exchanged(call.inputs(), one, other),
                                    call.outputs(),
                                    call.layers()));
                    all.add(new Changed(new Cause(Kind.INPUTS, "", words), changed, OptionalDouble.empty()));
                }
            }
        }
        return all;
    }

    private static List<Named> exchanged(List<Named> inputs, int one, int other) {
        List<Named> exchanged = new ArrayList<>(inputs);
        exchanged.set(one, new Named(inputs.get(one).name(), inputs.get(other).value()));
        exchanged.set(other, new Named(inputs.get(other).name(), inputs.get(one).value()));
        return exchanged;
    }

    private static Changed inputs(Fixture fixture, String words, OptionalDouble scale, DoubleUnaryOperator change) {
        return new Changed(
                new Cause(Kind.INPUTS, "", words),
                with(
                        fixture,
                        call -> new Fixture.Call(
                                call.resetStates(),
                                call.inputs().stream()
                                        .map(input -> changed(input, change))
                                        .toList(),
                                call.outputs(),
                                call.layers())),
                scale);
    }

    private static Named changed(Named input, DoubleUnaryOperator change) {
        Tensor value = input.value();
        if (!value.dtype().isFloating()) {
            return input;
        }
        double[] values = value.toDoubles();
        for (int i = 0; i < values.length; i++) {
            values[i] = change.applyAsDouble(values[i]);
        }
        return new Named(input.name(), Tensor.wrap(value.shape(), values).cast(value.dtype()));
    }

    static Fixture with(Fixture f, UnaryOperator<Fixture.Call> change) {
        return new Fixture(
                f.folder(),
                f.description(),
                f.model(),
                f.config(),
                f.sha256(),
                f.producer(),
                f.rtol(),
                f.atol(),
                f.reject(),
                f.recipe(),
                f.calls().stream().map(change).toList(),
                f.training());
    }
}
