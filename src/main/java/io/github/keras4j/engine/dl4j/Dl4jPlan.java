package io.github.keras4j.engine.dl4j;

import io.github.keras4j.engine.Plan;
import io.github.keras4j.engine.Session;
import io.github.keras4j.engine.dl4j.network.CarriedStates;
import io.github.keras4j.errors.UnsupportedLayerException;
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

    private Dl4jPlan(KerasModel model, Lowered lowered) {
        this.model = model;
        this.lowered = lowered;
        free.add(load());
    }

    /** @throws UnsupportedLayerException when DL4J's importer refuses the model, made of keras4j's layers alone too */
    static Dl4jPlan of(KerasModel model) {
        try {
            return new Dl4jPlan(model, Dl4jLowering.lower(model, false));
        } catch (UnsupportedLayerException e) {
            // a mixture that no rule foresaw
            return new Dl4jPlan(model, Dl4jLowering.lower(model, true));
        }
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

    /** The network itself, which no session gets from then on. */
    Model take() {
        Runner waiting = free.poll();
        return (waiting == null ? load() : waiting).network();
    }

    private void release(Runner runner) {
        runner.resetStates();
        free.add(runner);
    }

    private Runner load() {
        Model imported = Dl4jImporter.load(lowered, false);
        CarriedStates.carry(imported);
        return imported instanceof MultiLayerNetwork chain
                ? new ChainRunner(chain)
                : new GraphRunner((ComputationGraph) imported);
    }
}
