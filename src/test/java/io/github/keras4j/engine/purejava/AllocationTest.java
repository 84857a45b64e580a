package io.github.keras4j.engine.purejava;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.keras4j.model.Activation;
import io.github.keras4j.model.Core;
import io.github.keras4j.model.Generation;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.model.Recurrent;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Calls that allocate nothing; alone in its JVM, since what ran before decides what C2 inlines. */
class AllocationTest {
    private static final int CALLS = 2000;

    private final Random random = new Random(5);

    @Test
    void a_call_allocates_nothing_once_the_jvm_has_compiled_it() {
        assertThat(settles(lstm(), 1)).as("one sample").isTrue();
        assertThat(settles(lstm(), 100)).as("a batch in parts").isTrue();
    }

    /** Whether some round of calls allocates less than a byte a call. C2 compiles beside, hence several rounds. */
    private boolean settles(KerasModel model, int batch) {
        PureJavaSession session = new PureJavaEngine().compile(model).openSession();
        float[][] inputs = {tensor(1, batch, 3, 1).toFloats()};
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

    private KerasModel lstm() {
        Recurrent.Cell cell = new Recurrent.LstmCell(32, Activation.TANH, Activation.SIGMOID, true, true);
        return Models.chain(
                Generation.KERAS_2_3,
                Shape.of(-1, 3, 1),
                Map.of(
                        "lstm",
                        Models.weights(
                                "kernel", tensor(0.5, 1, 128),
                                "recurrent_kernel", tensor(0.2, 32, 128),
                                "bias", tensor(0.2, 128)),
                        "dense",
                        Models.weights("kernel", tensor(0.5, 32, 26), "bias", tensor(0.5, 26))),
                new Recurrent.Rnn(Models.info("lstm", "LSTM"), cell, Recurrent.Walk.LAST_OUTPUT),
                new Core.Dense(Models.info("dense", "Dense"), 26, Activation.of(Activation.Kind.SOFTMAX, -1), true));
    }

    private Tensor tensor(double scale, int... sizes) {
        Shape shape = Shape.of(sizes);
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (scale * random.nextGaussian());
        }
        return Tensor.wrap(shape, values);
    }
}
