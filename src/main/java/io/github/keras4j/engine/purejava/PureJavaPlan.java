package io.github.keras4j.engine.purejava;

import io.github.keras4j.engine.Plan;
import io.github.keras4j.engine.purejava.program.Context;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.tensor.Shape;
import java.util.List;

/** A compiled model: immutable weights in the kernels' layout, shared by all sessions. */
public final class PureJavaPlan implements Plan {
    private final InputCheck check;
    private final TextInputs texts;
    private final CompiledNetwork network;
    private final Context context;

    PureJavaPlan(KerasModel model, CompiledNetwork network, Context context) {
        check = new InputCheck(model);
        texts = new TextInputs(model.network());
        this.network = network;
        this.context = context;
    }

    @Override
    public PureJavaSession openSession() {
        return new PureJavaSession(check, texts, network, context);
    }

    /** A whole number of chunks, so that every sample has the same neighbours, and answer, as on one thread. */
    @Override
    public int share(List<Shape> inputs, int threads) {
        check.check(inputs);
        int batch = inputs.get(0).size(0);
        if (!context.rowWise() || batch < 2 * PureJavaSession.CHUNK) {
            return batch;
        }
        int chunks = ceilDiv(batch, PureJavaSession.CHUNK);
        return ceilDiv(chunks, threads) * PureJavaSession.CHUNK;
    }

    private static int ceilDiv(int dividend, int divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
