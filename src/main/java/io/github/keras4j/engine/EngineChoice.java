package io.github.keras4j.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Which engine runs a model. */
public enum EngineChoice {
    /** {@code purejava} where it supports every layer of the model, else {@code dl4j}. */
    AUTO,
    DL4J,
    PUREJAVA;

    /** The engines to try, the preferred first; none is started by this, so no natives load. */
    public List<Engine> engines() {
        return switch (this) {
            case AUTO -> List.of(named("purejava"), named("dl4j"));
            case DL4J -> List.of(named("dl4j"));
            case PUREJAVA -> List.of(named("purejava"));
        };
    }

    /** Every engine there is, in the order in which {@code verify} runs them. */
    public static List<Engine> all() {
        return List.of(named("dl4j"), named("purejava"));
    }

    /** The engine that needs nothing but Java. */
    public static Engine pureJava() {
        return named("purejava");
    }

    private static Engine named(String name) {
        List<String> found = new ArrayList<>();
        for (Engine engine : ServiceLoader.load(Engine.class, Engine.class.getClassLoader())) {
            if (engine.name().equals(name)) {
                return engine;
            }
            found.add(engine.name());
        }
        throw new IllegalStateException(
                "no engine of this name is on the class path. Received: " + name + "; there: " + found);
    }

    /** As {@code --engine} takes it. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
