package io.github.keras4j.engine;

import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.errors.UnsupportedLayerException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An engine that checks every compiled model against a second, independent engine on a few sampled inputs. If both
 * support the model and their answers differ, the model is refused. So an unknown fault of either can't reach a user.
 *
 * @param engine what runs the models
 * @param witness the second engine
 */
public record CrossCheckedEngine(Engine engine, Engine witness) implements Engine {
    /** Far above what float32 arithmetic in another order makes, far below any mistake in a formula. */
    private static final double RTOL = 1e-4;

    private static final double SMALLEST_SCALE = 1e-2;

    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public Support supports(KerasModel model) {
        return engine.supports(model);
    }

    /**
     * Compiles the model on the engine, and compares the answers if the witness runs it too.
     *
     * @throws UnsupportedLayerException when the two engines differ; the message has the output, the element and both
     *     values
     */
    @Override
    public Compilation compile(KerasModel model) {
        Compilation compilation = engine.compile(model);
        if (compilation instanceof Compilation.Compiled compiled) {
            crossCheck(model, compiled.plan());
        }
        return compilation;
    }

    private void crossCheck(KerasModel model, Plan plan) {
        boolean agreed = false;
        try {
            if (witness.compile(model) instanceof Compilation.Compiled second) {
                try (Plan asked = second.plan()) {
                    check(model, plan, asked);
                }
            } else {
                check(model, plan);
            }
            agreed = true;
        } finally {
            if (!agreed) {
                plan.close();
            }
        }
    }

    private void check(KerasModel model, Plan plan, Plan second) {
        Keras4jException lastFault = new Keras4jException("no size of the open axes fits the model");
        for (InputSampler sampler : InputSampler.of(model)) {
            try (Session asked = second.openSession();
                    Session checked = plan.openSession()) {
                for (int call = 0; call < InputSampler.CALLS; call++) {
                    List<Tensor> inputs = sampler.inputs(call);
                    List<Tensor> expected;
                    try {
                        expected = asked.predict(inputs);
                    } catch (RuntimeException e) {
                        // an open axis may not fit at this size: the next sampler tries another
                        lastFault = new Keras4jException(String.valueOf(e.getMessage()), e);
                        break;
                    }
                    compare(model, call, answers(model, checked, inputs), expected);
                    if (call == InputSampler.CALLS - 1) {
                        return;
                    }
                }
            }
        }
        throw refusal(model, "engine '" + witness.name() + "' could not be asked: " + lastFault.getMessage());
    }

    /** Nobody can be asked beside it: the engine must at least answer at one size, so that no prediction is refused first. */
    private void check(KerasModel model, Plan plan) {
        Optional<RuntimeException> fault = Optional.empty();
        for (InputSampler sampler : InputSampler.of(model)) {
            try (Session checked = plan.openSession()) {
                checked.predict(sampler.inputs(0));
                return;
            } catch (RuntimeException e) {
                fault = Optional.of(e); // an open axis may not fit at this size: the next sampler tries another
            }
        }
        if (fault.isPresent()) {
            throw new UnsupportedLayerException("Engine '" + name() + "' does not run model '" + model.name() + "': "
                    + fault.get().getMessage() + ". Use --no-cross-check to run it all the same");
        }
    }

    private List<Tensor> answers(KerasModel model, Session session, List<Tensor> inputs) {
        try {
            return session.predict(inputs);
        } catch (RuntimeException e) {
            throw refusal(model, "engine '" + name() + "' fails on inputs " + inputs + ": " + e);
        }
    }

    private void compare(KerasModel model, int call, List<Tensor> answers, List<Tensor> expected) {
        for (int i = 0; i < expected.size(); i++) {
            String output = "call " + call + ", output '"
                    + model.network().outputNames().get(i) + "'";
            Tensor answer = answers.get(i);
            if (!answer.shape().equals(expected.get(i).shape())) {
                throw refusal(
                        model,
                        output + " has shape " + answer.shape() + " on '" + name() + "' and "
                                + expected.get(i).shape() + " on '" + witness.name() + "'");
            }
            Optional<String> difference = difference(answer, expected.get(i));
            if (difference.isPresent()) {
                throw refusal(model, output + difference.get());
            }
        }
    }

    private Optional<String> difference(Tensor answer, Tensor expected) {
        double scale = SMALLEST_SCALE;
        for (int i = 0; i < expected.size(); i++) {
            double size = Math.abs(expected.getDouble(i));
            if (Double.isFinite(size)) {
                scale = Math.max(scale, size);
            }
        }
        for (int i = 0; i < expected.size(); i++) {
            double a = answer.getDouble(i);
            double b = expected.getDouble(i);
            boolean same = Double.compare(a, b) == 0 || Math.abs(a - b) <= RTOL * scale;
            if (!same) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        " has %s on '%s' and %s on '%s' at flat index %d",
                        a,
                        name(),
                        b,
                        witness.name(),
                        i));
            }
        }
        return Optional.empty();
    }

    private UnsupportedLayerException refusal(KerasModel model, String why) {
        return new UnsupportedLayerException("Engine '" + name() + "' is not trusted with model '" + model.name()
                + "': " + why + ". Use --engine " + witness.name() + ", or --no-cross-check to run it all the same");
    }
}
