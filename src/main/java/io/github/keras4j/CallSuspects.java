package io.github.keras4j;

import io.github.keras4j.compare.Cause;
import io.github.keras4j.compare.Cause.Kind;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.Fixture.Named;
import io.github.keras4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/** What may be wrong with the calls and not with the model: inputs scaled twice or never, states reset or not. */
final class CallSuspects {
    /** Letters, pixels, percents, decades. */
    private static final List<Integer> SCALES = List.of(26, 255, 256, 128, 100, 10);

    private CallSuspects() {}

    /** The fixture with its calls changed. */
    record Changed(Cause cause, Fixture fixture) {}

    static List<Changed> of(Fixture fixture) {
        List<Changed> all = new ArrayList<>();
        for (int scale : SCALES) {
            all.add(inputs(fixture, "inputs times " + scale + ", as if they had been divided twice", x -> x * scale));
            all.add(inputs(fixture, "inputs divided by " + scale + ", as if that had been left out", x -> x / scale));
        }
        all.add(inputs(fixture, "inputs / 127.5 - 1", x -> x / 127.5 - 1));
        all.add(inputs(fixture, "(inputs + 1) * 127.5", x -> (x + 1) * 127.5));
        all.add(inputs(fixture, "1 - inputs", x -> 1 - x));
        for (boolean reset : new boolean[] {true, false}) {
            boolean changes = fixture.calls().stream().skip(1).anyMatch(call -> call.resetStates() != reset);
            if (changes) {
                String words = reset ? "states reset before every call" : "states never reset";
                all.add(new Changed(
                        new Cause(Kind.STATE, "", words),
                        with(fixture, call -> new Fixture.Call(reset, call.inputs(), call.outputs(), call.layers()))));
            }
        }
        return all;
    }

    private static Changed inputs(Fixture fixture, String words, DoubleUnaryOperator change) {
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
                                call.layers())));
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
