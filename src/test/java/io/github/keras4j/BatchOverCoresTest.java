package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.engine.Engine;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.engine.InputSampler;
import io.github.keras4j.engine.Plan;
import io.github.keras4j.engine.Session;
import io.github.keras4j.engine.purejava.PureJavaEngine;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.model.KerasModel;
import io.github.keras4j.source.ModelSource;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A large batch, answered by several threads, is what one thread answers, to the bit. */
class BatchOverCoresTest {
    private static final Engine ENGINE = new PureJavaEngine();

    @ParameterizedTest
    @ValueSource(strings = {"lstm-32x3x1", "gru-128x50x32", "mlp-128x256x256", "conv1d-128x16", "cnn-28x28x1"})
    void answers_as_one_thread(String name) {
        KerasModel model = read(name);
        List<Tensor> inputs = InputSampler.batch(model, 500);
        try (KerasPort port = new KerasPort(
                        model, ENGINE.name(), ENGINE.compile(model).orThrow(), LoadOptions.DEFAULT);
                Session session = port.openSession()) {
            assertThat(port.predict(inputs)).isEqualTo(session.predict(inputs));
        }
    }

    @Test
    void shares_are_whole_chunks() {
        try (Plan plan = ENGINE.compile(read("lstm-32x3x1")).orThrow()) {
            int chunk = plan.share(List.of(Shape.of(500, 3, 1)), 16); // hangs on how wide the CPU's vectors are
            assertThat(chunk).isBetween(32, 128);
            assertThat(plan.share(List.of(Shape.of(500, 3, 1)), 2))
                    .isBetween(250, 250 + chunk)
                    .satisfies(share -> assertThat(share % chunk).isZero());
            assertThat(plan.share(List.of(Shape.of(150, 3, 1)), 16)).isEqualTo(150);
        }
    }

    @Test
    void a_wrong_shape_is_named_whole() {
        KerasModel model = read("lstm-32x3x1");
        try (KerasPort port =
                new KerasPort(model, ENGINE.name(), ENGINE.compile(model).orThrow(), LoadOptions.DEFAULT)) {
            assertThatThrownBy(() -> port.predict(List.of(Tensor.wrap(Shape.of(500, 3, 2), new float[3000]))))
                    .isInstanceOf(Keras4jException.class)
                    .hasMessageContaining("500");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp-128x256x256", "conv1d-128x16", "cnn-28x28x1"})
    void one_call_on_several_threads_answers_as_on_one(String name) {
        KerasModel model = read(name);
        for (int batch : new int[] {1, 7, 96}) {
            List<Tensor> inputs = InputSampler.batch(model, batch);
            try (Session alone = new PureJavaEngine().plan(model).openSession();
                    Session shared = new PureJavaEngine(4).plan(model).openSession()) {
                assertThat(shared.predict(inputs)).isEqualTo(alone.predict(inputs));
            }
        }
    }

    @Test
    void eight_callers_with_several_threads_each_get_their_own_answers() {
        KerasModel model = read("cnn-28x28x1");
        List<Tensor> inputs = InputSampler.batch(model, 24);
        LoadOptions options = new LoadOptions(EngineChoice.PUREJAVA, false).withThreads(4);
        try (KerasPort port = Keras4j.open(model, options);
                Session alone = new PureJavaEngine().plan(model).openSession()) {
            List<Tensor> answers = callers(8, i -> port.predict(inputs.get(0).rows(3 * i, 3 * i + 3)));
            assertThat(Tensor.concatenate(answers))
                    .isEqualTo(alone.predict(inputs).get(0));
        }
    }

    private static List<Tensor> callers(int count, IntFunction<Tensor> call) {
        ExecutorService callers = Executors.newFixedThreadPool(count);
        try {
            List<Future<Tensor>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int caller = i;
                running.add(callers.submit(() -> call.apply(caller)));
            }
            List<Tensor> answers = new ArrayList<>();
            for (Future<Tensor> one : running) {
                answers.add(one.get());
            }
            return answers;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            callers.shutdownNow();
        }
    }

    private static KerasModel read(String name) {
        return ModelSource.of(Path.of("src/bench/models", name)).read();
    }
}
