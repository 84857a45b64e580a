package example;

import io.github.keras4j.Keras4j;
import io.github.keras4j.KerasPort;
import io.github.keras4j.LoadOptions;
import io.github.keras4j.engine.EngineChoice;
import io.github.keras4j.source.ModelSource;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;

/** Runs a model on Deeplearning4j, and checks it on both engines: {@code App FIXTURE}. */
public final class App {
    private App() {}

    public static void main(String[] args) {
        Path fixture = Path.of(args[0]);
        try (KerasPort model =
                Keras4j.load(ModelSource.of(fixture), LoadOptions.DEFAULT.withEngine(EngineChoice.DL4J))) {
            float[] abc = {0 / 26f, 1 / 26f, 2 / 26f};
            Tensor answer = model.predict(Tensor.of(Shape.of(1, 3, 1), abc));
            System.out.println("on " + model.engine() + ": ABC -> " + letter(answer.toFloats()));
        }
        Keras4j.verify(fixture)
                .results()
                .forEach(result -> System.out.println(
                        "engine " + result.engine() + ": " + result.outcome().getClass().getSimpleName()));
    }

    private static char letter(float[] probabilities) {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        return (char) ('A' + best);
    }
}
