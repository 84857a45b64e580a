package io.github.keras4j.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;

/** Which engine runs a model. */
public enum EngineChoice {
    /** {@code purejava} where it supports every layer of the model, else {@code dl4j}. */
    AUTO,
    /** Deeplearning4j; needs {@code keras4j-dl4j} on the class path. */
    DL4J,
    /** keras4j's own engine, in plain Java. */
    PUREJAVA;

    /** The engines to try, the preferred one first. Starts none of them, so no natives are loaded. */
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

    /** What trains: {@code purejava}, unless {@code dl4j} is chosen. */
    public Trainer trainer() {
        return found(Trainer.class, Trainer::name, this == DL4J ? "dl4j" : "purejava");
    }

    private static Engine named(String name) {
        return found(Engine.class, Engine::name, name);
    }

    private static <T> T found(Class<T> kind, Function<T, String> nameOf, String name) {
        List<String> others = new ArrayList<>();
        for (T service : ServiceLoader.load(kind, kind.getClassLoader())) {
            if (nameOf.apply(service).equals(name)) {
                return service;
            }
            others.add(nameOf.apply(service));
        }
        throw new IllegalStateException("no " + kind.getSimpleName() + " of this name is on the class path. Received: "
                + name + "; there: " + others);
    }

    /** As {@code --engine} takes it. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
