package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.Plan;
import io.github.keras4j.engine.Session;
import io.github.keras4j.model.KerasModel;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * An imported model. Each session has its own network, since DL4J's networks keep their last inputs. The network of a
 * closed session is used again. Further ones are imported again: {@code clone()} fails on Bidirectional with one
 * output.
 */
final class Dl4jPlan implements Plan {
    private final KerasModel model;
    private final Lowered lowered;
    private final ConcurrentLinkedQueue<Runner> free = new ConcurrentLinkedQueue<>();

    Dl4jPlan(KerasModel model, Lowered lowered) {
        this.model = model;
        this.lowered = lowered;
        free.add(load());
    }

    @Override
    public Session openSession() {
        Runner waiting = free.poll();
        return new Dl4jSession(model, lowered, waiting == null ? load() : waiting, this::release);
    }

    @Override
    public void close() {
        free.clear();
    }

    private void release(Runner runner) {
        runner.resetStates();
        free.add(runner);
    }

    private Runner load() {
        Model imported = Dl4jImporter.load(lowered.model(), false);
        InPlaceActivations.repair(imported);
        return imported instanceof MultiLayerNetwork chain
                ? new ChainRunner(chain, StatefulLayers.of(model.network(), lowered))
                : new GraphRunner((ComputationGraph) imported);
    }
}
