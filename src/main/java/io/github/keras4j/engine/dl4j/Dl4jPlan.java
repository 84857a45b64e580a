package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.Plan;
import io.github.keras4j.engine.Session;
import io.github.keras4j.model.KerasModel;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** An imported network. Each session runs a copy, since DL4J's networks keep what they last saw. */
final class Dl4jPlan implements Plan {
    private final KerasModel model;
    private final Lowered lowered;
    private final Model imported;

    Dl4jPlan(KerasModel model, Lowered lowered, Model imported) {
        this.model = model;
        this.lowered = lowered;
        this.imported = imported;
    }

    @Override
    public synchronized Session openSession() {
        Runner runner = imported instanceof MultiLayerNetwork chain
                ? new ChainRunner(chain.clone(), StatefulLayers.of(model.network(), lowered))
                : new GraphRunner(((ComputationGraph) imported).clone());
        return new Dl4jSession(model, lowered, runner);
    }
}
