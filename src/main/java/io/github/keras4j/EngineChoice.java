package io.github.keras4j;

import io.github.keras4j.engine.Engine;
import io.github.keras4j.engine.dl4j.Dl4jEngine;
import io.github.keras4j.engine.purejava.PureJavaEngine;
import java.util.List;

/** Which engine runs a model. */
public enum EngineChoice {
    /** {@code purejava} where it supports every layer of the model, else {@code dl4j}. */
    AUTO,
    DL4J,
    PUREJAVA;

    /** The engines to try, the preferred first; none is started by this, so no natives load. */
    List<Engine> engines() {
        return switch (this) {
            case AUTO -> List.of(new PureJavaEngine(), new Dl4jEngine());
            case DL4J -> List.of(new Dl4jEngine());
            case PUREJAVA -> List.of(new PureJavaEngine());
        };
    }

    /** Every engine there is, in the order in which {@code verify} runs them. */
    public static List<Engine> all() {
        return List.of(new Dl4jEngine(), new PureJavaEngine());
    }

    /** As {@code --engine} takes it. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
