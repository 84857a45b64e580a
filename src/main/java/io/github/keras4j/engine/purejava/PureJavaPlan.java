package io.github.keras4j.engine.purejava;

import io.github.keras4j.engine.Plan;
import io.github.keras4j.model.KerasModel;

/** A compiled model: immutable weights in the kernels' layout, shared by all sessions. */
public final class PureJavaPlan implements Plan {
    private final KerasModel model;
    private final CompiledNetwork network;
    private final Context context;

    PureJavaPlan(KerasModel model, CompiledNetwork network, Context context) {
        this.model = model;
        this.network = network;
        this.context = context;
    }

    @Override
    public PureJavaSession openSession() {
        return new PureJavaSession(new InputCheck(model), network, context);
    }
}
