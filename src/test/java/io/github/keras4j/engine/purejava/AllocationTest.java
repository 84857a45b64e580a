package io.github.keras4j.engine.purejava;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.keras4j.model.KerasModel;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Calls that allocate nothing; alone in its JVM, since what ran before decides what C2 inlines. */
class AllocationTest {
    private static final int CALLS = 2000;

    private final Random random = new Random(5);

    @Test
    void a_call_allocates_nothing_once_the_jvm_has_compiled_it() {
        assertThat(settles(Models.lstm(random), 1)).as("one sample").isTrue();
        assertThat(settles(Models.lstm(random), 100)).as("a batch in parts").isTrue();
    }

    /** Whether some round of calls allocates less than a byte a call. C2 compiles beside, hence several rounds. */
    private boolean settles(KerasModel model, int batch) {
        PureJavaSession session = new PureJavaEngine().plan(model).openSession();
        float[][] inputs = {Models.gaussian(random, 1, batch, 3, 1).toFloats()};
        float[][] outputs = {new float[batch * 26]};
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        for (int round = 0; round < 300; round++) {
            long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < CALLS; i++) {
                session.predict(inputs, outputs);
            }
            if (threads.getThreadAllocatedBytes(thread) - before < CALLS) {
                return true;
            }
        }
        return false;
    }
}
