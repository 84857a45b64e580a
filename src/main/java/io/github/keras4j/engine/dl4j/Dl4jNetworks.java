package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.CrossCheckedEngine;
import io.github.keras4j.engine.Engine;
import io.github.keras4j.engine.Plan;
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

    /**
     * {@return whether DL4J's own {@code fit} trains the model as Keras does}
     *
     * @param model perhaps not compiled
     */
    public static boolean isTrainable(KerasModel model) {
        return model.training().isPresent()
                && new TrainableEngine().supports(model).isYes();
    }

    /**
     * The compiled model as a network whose {@code fit} trains it as Keras does, the optimizer's state in it; refused
     * where the witness answers otherwise on sampled inputs.
     *
     * @throws io.github.keras4j.errors.UnsupportedLayerException if it can't be trained so; the message has every reason
     */
    public static Model trainable(KerasModel model, Engine witness) {
        Plan plan = new CrossCheckedEngine(new TrainableEngine(), witness)
                .compile(model)
                .orThrow();
        Model network = ((TrainableEngine.Trainable) plan).network();
        CarriedStates.leave(network);
        return network;
    }

    private static Model network(Engine engine, KerasModel model) {
        Model network = ((Dl4jPlan) engine.compile(model).orThrow()).take();
        CarriedStates.leave(network);
        return network;
    }
}
