package io.github.keras4j.export;

import io.github.keras4j.archive.KerasArchives;
import io.github.keras4j.engine.Compilation;
import io.github.keras4j.engine.Engine;
import io.github.keras4j.engine.InputSampler;
import io.github.keras4j.engine.Plan;
import io.github.keras4j.engine.Session;
import io.github.keras4j.engine.Support;
import io.github.keras4j.engine.Trace;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Layer;
import io.github.keras4j.model.dialect.CanonicalModels;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a written file as its target reads it, and holds it against the model on sampled inputs. Both run on one
 * engine, so what differs is what the file says, or what the target makes of it.
 */
final class ReadBack {
    /** The same engine adds up in the same order: all that a rewritten layer may differ by is rounding. */
    private static final double RTOL = 1e-5;

    private static final double SMALLEST_SCALE = 1e-2;

    private final Target target;
    private final KerasModel model;
    private final Engine engine;

    ReadBack(Target target, KerasModel model, Engine engine) {
        this.target = target;
        this.model = model;
        this.engine = engine;
    }

    /**
     * @param written what was to be written: the model, or the same function in the target's layers
     * @throws UnsupportedLayerException when the file means another function to its target, or can't be asked; the
     *     message names the first layer that differs
     */
    void check(Path file, KerasModel written) {
        KerasModel read;
        try {
            read = CanonicalModels.read(KerasArchives.open(file));
        } catch (Keras4jException e) {
            throw refusal(model.network().name(), "the written file is not read back: " + e.getMessage());
        }
        weights(written, read);
        Compilation compiled = engine.compile(model);
        if (compiled instanceof Compilation.Refused refused) {
            throw refusal(
                    model.network().name(),
                    "it can't be checked, since engine '" + engine.name() + "' does not run it: "
                            + refused.support().refusals());
        }
        Compilation again = engine.compile(read);
        if (again instanceof Compilation.Refused refused) {
            Support.Refusal first = refused.support().refusals().get(0);
            throw refusal(first.layer(), target.title() + " would not take it so: " + first.reason());
        }
        try (Plan original = compiled.orThrow();
                Plan asked = again.orThrow()) {
            ask(original, asked);
        }
    }

    /** Bit for bit: what few sampled inputs would not show. */
    private void weights(KerasModel written, KerasModel read) {
        for (Layer layer : written.network().layers()) {
            Map<String, Tensor> found = read.weights().child(layer.name()).flatten();
            written.weights().child(layer.name()).flatten().forEach((name, tensor) -> {
                Tensor stored = found.get(name);
                if (stored == null || !Arrays.equals(stored.toDoubles(), tensor.toDoubles())) {
                    throw refusal(layer.name(), "its weight '" + name + "' is read back otherwise");
                }
            });
        }
    }

    private void ask(Plan original, Plan written) {
        String last = "";
        for (InputSampler sampler : InputSampler.of(model)) {
            try (Session one = original.openSession();
                    Session other = written.openSession()) {
                List<List<Tensor>> calls = calls(sampler);
                for (int call = 0; call < calls.size(); call++) {
                    Trace expected;
                    try {
                        expected = one.trace(calls.get(call));
                    } catch (RuntimeException e) {
                        // an open axis may not fit at this size: the next sampler tries another
                        last = String.valueOf(e.getMessage());
                        break;
                    }
                    compare(call, expected, trace(other, calls.get(call)));
                    if (call == calls.size() - 1) {
                        return;
                    }
                }
            }
        }
        throw refusal(model.network().name(), "it can't be checked, since no sampled input fits it: " + last);
    }

    private static List<List<Tensor>> calls(InputSampler sampler) {
        List<List<Tensor>> calls = new ArrayList<>();
        for (int call = 0; call < InputSampler.CALLS; call++) {
            calls.add(sampler.inputs(call));
        }
        calls.add(sampler.far());
        return calls;
    }

    private Trace trace(Session session, List<Tensor> inputs) {
        try {
            return session.trace(inputs);
        } catch (Keras4jException e) {
            throw refusal(model.network().name(), target.title() + " would fail on it: " + e.getMessage());
        }
    }

    private void compare(int call, Trace expected, Trace answered) {
        if (expected.outputs().size() != answered.outputs().size()) {
            throw refusal(
                    model.network().name(),
                    target.title() + " would give " + answered.outputs().size() + " outputs, not "
                            + expected.outputs().size());
        }
        for (int i = 0; i < expected.outputs().size(); i++) {
            Optional<String> difference =
                    difference(expected.outputs().get(i), answered.outputs().get(i));
            if (difference.isPresent()) {
                String output = model.network().outputNames().get(i);
                throw refusal(
                        first(expected.layers(), answered.layers()).orElse(output),
                        target.title() + " would compute something else: output '" + output + "' " + difference.get()
                                + " in sampled call " + call);
            }
        }
        Optional<String> layer = first(expected.layers(), answered.layers());
        if (layer.isPresent()) {
            throw refusal(layer.get(), target.title() + " would compute something else in sampled call " + call);
        }
    }

    /** The first layer, in the order in which they run, that gives something else although those before it agree. */
    private Optional<String> first(Map<String, List<Tensor>> expected, Map<String, List<Tensor>> answered) {
        for (Layer layer : model.network().layers()) {
            List<Tensor> one = expected.getOrDefault(layer.name(), List.of());
            List<Tensor> other = answered.getOrDefault(layer.name(), List.of());
            for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
                if (difference(one.get(i), other.get(i)).isPresent()) {
                    return Optional.of(layer.name());
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> difference(Tensor expected, Tensor answered) {
        if (!expected.shape().equals(answered.shape())) {
            return Optional.of("has shape " + answered.shape() + ", not " + expected.shape());
        }
        double scale = SMALLEST_SCALE;
        for (int i = 0; i < expected.size(); i++) {
            double size = Math.abs(expected.getDouble(i));
            scale = Double.isFinite(size) ? Math.max(scale, size) : scale;
        }
        for (int i = 0; i < expected.size(); i++) {
            double a = expected.getDouble(i);
            double b = answered.getDouble(i);
            boolean same = Double.compare(a, b) == 0 || Math.abs(a - b) <= RTOL * scale;
            if (!same) {
                return Optional.of("is " + b + ", not " + a + " (flat index " + i + ")");
            }
        }
        return Optional.empty();
    }

    private UnsupportedLayerException refusal(String layer, String why) {
        return new UnsupportedLayerException(
                "Layer '" + layer + "' can't be written for " + target.title() + ": " + why + ". " + target.wayOut());
    }
}
