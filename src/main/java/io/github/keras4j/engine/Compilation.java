package io.github.keras4j.engine;

import io.github.keras4j.errors.UnsupportedLayerException;
import java.util.stream.Collectors;

/** The result of compiling a model: a plan, or every reason why there is none. */
public sealed interface Compilation {
    /** The model is ready to run. The caller closes the plan. */
    record Compiled(Plan plan) implements Compilation {}

    /**
     * The engine does not run the model.
     *
     * @param engine whose reasons these are
     * @param model the model's name
     * @param support at least one refusal
     */
    record Refused(String engine, String model, Support support) implements Compilation {
        /** Every refusal in one message. */
        public UnsupportedLayerException exception() {
            return new UnsupportedLayerException("engine " + engine + " does not run model '" + model + "':\n  "
                    + support.refusals().stream().map(Support.Refusal::toString).collect(Collectors.joining("\n  "))
                    + "\n'keras4j inspect' says which engine runs it");
        }
    }

    /**
     * The plan.
     *
     * @throws UnsupportedLayerException if there is none; the message has every refusal
     */
    default Plan orThrow() {
        if (this instanceof Compiled compiled) {
            return compiled.plan();
        }
        throw ((Refused) this).exception();
    }
}
