import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.keras4j.Keras4j;
import io.github.keras4j.KerasPort;
import io.github.keras4j.errors.InputException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A service on the JDK's own server, without a framework. Arguments: a model with one input and one output, and a port.
 * POST /predict takes the floats of one sample, little-endian, as numpy's x.astype('<f4').tobytes() gives them, and
 * answers likewise. GET /health answers 200 while the model gives what it gave at the start.
 */
public final class PredictService implements AutoCloseable {
    private final KerasPort model;
    private final float[] probe;
    private final float[] expected;
    private final HttpServer server;
    // a prediction computes and never waits: as many threads as cores, or latency grows and throughput does not
    private final ExecutorService threads =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

    PredictService(Path file, float[] probe, int port) throws IOException {
        model = Keras4j.load(file);
        this.probe = probe;
        for (int i = 0; i < 2_000; i++) {
            model.predict(probe); // the JVM compiles what it runs often: the first users should not wait for it
        }
        expected = model.predict(probe);
        server = HttpServer.create(new InetSocketAddress("localhost", port), 0);
        server.setExecutor(threads);
        server.createContext("/predict", this::predict);
        server.createContext("/health", this::health);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void predict(HttpExchange exchange) throws IOException {
        try {
            ByteBuffer body = ByteBuffer.wrap(exchange.getRequestBody().readAllBytes())
                    .order(ByteOrder.LITTLE_ENDIAN);
            float[] sample = new float[body.remaining() / Float.BYTES];
            body.asFloatBuffer().get(sample);
            float[] answer = model.predict(sample);
            ByteBuffer bytes = ByteBuffer.allocate(answer.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(answer);
            answer(exchange, 200, bytes.array());
        } catch (InputException e) { // the caller's fault: its message says what was received and what is taken
            answer(exchange, 400, e.getMessage().getBytes(StandardCharsets.UTF_8));
        } catch (RuntimeException e) { // ours: nothing of it goes to the caller
            e.printStackTrace();
            answer(exchange, 500, new byte[0]);
        }
    }

    private void health(HttpExchange exchange) throws IOException {
        boolean well;
        try {
            well = Arrays.equals(expected, model.predict(probe));
        } catch (RuntimeException e) {
            well = false;
        }
        answer(exchange, well ? 200 : 503, (well ? "UP" : "DOWN").getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int code, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Lets running answers end, then closes the model. */
    @Override
    public void close() {
        server.stop(1);
        threads.shutdown();
        model.close();
    }

    public static void main(String[] args) throws IOException {
        PredictService service = new PredictService(Path.of(args[0]), new float[3], Integer.parseInt(args[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(service::close));
        System.out.println("http://localhost:" + service.port());
    }
}
