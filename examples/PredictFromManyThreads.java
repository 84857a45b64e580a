import io.github.keras4j.Keras4j;
import io.github.keras4j.KerasPort;
import io.github.keras4j.engine.Session;
import io.github.keras4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Loads a model once and asks it from many threads. Argument: a model that takes (batch, 3, 1). */
public final class PredictFromManyThreads {
    private PredictFromManyThreads() {}

    public static void main(String[] args) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (KerasPort model = Keras4j.load(Path.of(args[0]))) {
            // the model is immutable: any thread may ask it at any time
            List<Future<Tensor>> answers = IntStream.range(0, 23)
                    .mapToObj(i -> threads.submit(() -> model.predict(letters(i, i + 1, i + 2))))
                    .toList();
            for (Future<Tensor> answer : answers) {
                System.out.print(letter(answer.get()));
            }
            System.out.println();

            // for the fastest calls, and to carry states from call to call, each thread opens a session of its own
            Future<String> own = threads.submit(() -> {
                try (Session session = model.openSession()) {
                    return letter(session.predict(letters(0, 1, 2)));
                }
            });
            System.out.println("ABC -> " + own.get());
        } finally {
            threads.shutdown();
        }
    }

    private static Tensor letters(int... places) {
        float[][][] x = new float[1][places.length][1]; // [batch][steps][features]
        for (int i = 0; i < places.length; i++) {
            x[0][i][0] = places[i] / 26f;
        }
        return Tensor.of(x);
    }

    private static String letter(Tensor scores) {
        int best = 0;
        for (int i = 1; i < scores.size(); i++) {
            best = scores.getFloat(i) > scores.getFloat(best) ? i : best;
        }
        return String.valueOf((char) ('A' + best));
    }
}
