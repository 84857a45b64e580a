package io.github.keras4j;

import static io.github.keras4j.PlantedModels.record;

import io.github.keras4j.compare.Cause.Kind;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * A fault: a recording of the right model, and the model as a faulty port has it.
 *
 * @param layer the first that differs
 * @param cause what must be found; empty: nothing may be named
 */
record Planted(String what, KerasModel faulty, List<Fixture.Call> calls, String layer, Optional<Kind> cause) {
    static Planted of(String what, KerasModel right, KerasModel faulty, String layer, Kind cause, Tensor... inputs) {
        return new Planted(what, faulty, record(right, false, inputs), layer, Optional.of(cause));
    }

    @Override
    public String toString() {
        return what;
    }
}
