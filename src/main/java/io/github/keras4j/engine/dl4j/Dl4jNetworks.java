package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.CrossCheckedEngine;
import io.github.keras4j.engine.Engine;
import io.github.keras4j.engine.dl4j.network.CarriedStates;
import io.github.keras4j.model.KerasModel;
import org.deeplearning4j.nn.api.Model;

/** DL4J's networks for those who use them by themselves. */
public final class Dl4jNetworks {
    private Dl4jNetworks() {}

    /**
     * The model as a DL4J network.
     *
     * @throws io.github.keras4j.errors.UnsupportedLayerException if DL4J does not run it right; the message has every
     *     layer and the reason
     */
    public static Model of(KerasModel model) {
        return network(new Dl4jEngine(), model);
    }

    /** As {@link #of}, refused where the witness answers otherwise on sampled inputs. */
    public static Model checked(KerasModel model, Engine witness) {
        return network(new CrossCheckedEngine(new Dl4jEngine(), witness), model);
    }

    private static Model network(Engine engine, KerasModel model) {
        Model network = ((Dl4jPlan) engine.compile(model).orThrow()).take();
        CarriedStates.leave(network);
        return network;
    }
}
