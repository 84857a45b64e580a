package io.github.keras4j.engine.purejava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.keras4j.model.KerasModel;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Large batches in parts. */
class LargeBatchTest {
    private final Random random = new Random(5);

    @Test
    void a_large_batch_gives_what_its_samples_give_alone() {
        KerasModel model = Models.lstm(random);
        PureJavaSession session = new PureJavaEngine().plan(model).openSession();
        Tensor all = Models.gaussian(random, 1, 250, 3, 1);
        Tensor answers = session.predict(List.of(all)).get(0);
        assertThat(answers.shape()).isEqualTo(Shape.of(250, 26));
        float[] samples = all.toFloats();
        float[] together = answers.toFloats();
        float[][] flat = {new float[250 * 26]};
        session.predict(new float[][] {samples}, flat);
        assertThat(flat[0]).isEqualTo(together);
        for (int i = 0; i < 250; i++) {
            float[][] one = {{samples[3 * i], samples[3 * i + 1], samples[3 * i + 2]}};
            float[][] alone = {new float[26]};
            session.predict(one, alone);
            for (int j = 0; j < 26; j++) {
                assertThat(together[26 * i + j]).isCloseTo(alone[0][j], within(2e-6f));
            }
        }
    }
}
