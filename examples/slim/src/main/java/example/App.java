package example;

import io.github.keras4j.Keras4j;
import io.github.keras4j.KerasPort;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Loads, predicts, verifies and trains with nothing but keras4j: {@code App FIXTURE TRAINING}. */
public final class App {
    private App() {}

    public static void main(String[] args) throws IOException {
        Path fixture = Path.of(args[0]);
        try (KerasPort model = Keras4j.load(fixture)) {
            float[] abc = {0 / 26f, 1 / 26f, 2 / 26f};
            Tensor answer = model.predict(Tensor.of(Shape.of(1, 3, 1), abc));
            System.out.println("on " + model.engine() + ": ABC -> " + letter(answer.toFloats()));
        }
        System.out.println("verifies: " + Keras4j.verify(fixture).passes());
        System.out.println("trains: " + Keras4j.train(Path.of(args[1])).passes());

        long bytes = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            bytes += Files.isRegularFile(Path.of(entry)) ? Files.size(Path.of(entry)) : 0;
        }
        System.out.printf("runtime class path: %.1f MB%n", bytes / 1e6);
        if (bytes >= 10_000_000) {
            throw new IllegalStateException("The runtime class path is no longer slim: " + bytes + " bytes");
        }
    }

    private static char letter(float[] probabilities) {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        return (char) ('A' + best);
    }
}
