package io.github.keras4j.engine.purejava.program;

import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An array for the time of one step. The steps of a program run one after the other, so all that need room meanwhile share
 * it: a large network then takes what its largest step needs, and not what all need together.
 */
public final class Scratch {
    private static final float[] NOTHING = {};

    private final IntConsumer grows;
    private int most;
    private float[] array = NOTHING;
    private @Nullable Object last;

    /** One of its own. */
    public Scratch() {
        this(elements -> {});
    }

    /** @param grows gets how many numbers more than before are reserved */
    Scratch(IntConsumer grows) {
        this.grows = grows;
    }

    /** Says that a step will need so many numbers. */
    public void reserve(int elements) {
        if (elements > most) {
            grows.accept(elements - most);
            most = elements;
        }
    }

    /**
     * The array, as long as the most that was reserved.
     *
     * @param user who takes it; equal users find what they left, if no other had it since
     * @param clear makes it ready where another had it, or nobody
     */
    public float[] array(Object user, Consumer<float[]> clear) {
        boolean grown = array.length < most;
        if (grown) {
            array = new float[most];
        }
        if (grown || last != user && !user.equals(last)) {
            clear.accept(array);
        }
        last = user;
        return array;
    }
}
