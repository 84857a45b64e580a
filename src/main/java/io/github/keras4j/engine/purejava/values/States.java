package io.github.keras4j.engine.purejava.values;

import io.github.keras4j.errors.InputException;
import io.github.keras4j.errors.Keras4jException;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;

/** The states of a session's stateful layers, at zero until a call moves them. */
public final class States {
    private final Map<Object, float[][]> byOwner = new IdentityHashMap<>();

    /**
     * The state buffers of one stateful layer; the same arrays for every program of the session.
     *
     * @param owner the compiled layer
     * @param name its name, for messages
     * @throws Keras4jException when an earlier call had another batch size
     */
    public float[][] of(Object owner, String name, int batch, int[] sizes) {
        float[][] states = byOwner.computeIfAbsent(owner, key -> allocate(batch, sizes));
        for (int i = 0; i < sizes.length; i++) {
            if (states[i].length != batch * sizes[i]) {
                throw new InputException("layer '" + name + "' is stateful, so its batch size is fixed. Received: "
                        + batch + " samples after " + states[i].length / sizes[i]
                        + "; feed as many samples as before, or open a new session");
            }
        }
        return states;
    }

    public void reset() {
        byOwner.values().forEach(states -> Arrays.stream(states).forEach(state -> Arrays.fill(state, 0)));
    }

    private static float[][] allocate(int batch, int[] sizes) {
        float[][] states = new float[sizes.length][];
        for (int i = 0; i < sizes.length; i++) {
            states[i] = new float[batch * sizes[i]];
        }
        return states;
    }
}
