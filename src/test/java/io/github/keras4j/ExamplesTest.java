package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs what lies in {@code examples/}. */
class ExamplesTest {
    @TempDir
    Path classes;

    @Test
    void many_threads_ask_one_model() throws Exception {
        String said = run("PredictFromManyThreads", "fixtures/alphabet/tf-keras-2.15/three-char-time-steps");
        assertThat(said)
                .isEqualToIgnoringNewLines("DEFGHIJKLMNOPQRSTUVWXYZ\nABC -> D\n".replace("\n", System.lineSeparator()));
    }

    @Test
    void a_service_answers_refuses_and_tells_its_health() throws Exception {
        compile("PredictService");
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            Constructor<?> constructor =
                    loader.loadClass("PredictService").getDeclaredConstructor(Path.class, float[].class, int.class);
            constructor.setAccessible(true);
            try (AutoCloseable service = (AutoCloseable) constructor.newInstance(
                    Path.of("fixtures/alphabet/tf-keras-2.15/three-char-time-steps"), new float[3], 0)) {
                Method port = service.getClass().getDeclaredMethod("port");
                port.setAccessible(true);
                String url = "http://localhost:" + port.invoke(service);
                byte[] abc = ByteBuffer.allocate(12)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putFloat(0)
                        .putFloat(1 / 26f)
                        .putFloat(2 / 26f)
                        .array();
                HttpResponse<byte[]> answer = post(url + "/predict", abc);
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(ByteBuffer.wrap(answer.body())
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .getFloat('D' - 'A' << 2))
                        .isGreaterThan(0.5f);
                HttpResponse<byte[]> refused = post(url + "/predict", new byte[8]);
                assertThat(refused.statusCode()).isEqualTo(400);
                assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("3 numbers each. Received: 2");
                assertThat(new String(post(url + "/health", new byte[0]).body(), StandardCharsets.UTF_8))
                        .isEqualTo("UP");
            }
        }
    }

    private static HttpResponse<byte[]> post(String url, byte[] body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url))
                                .POST(BodyPublishers.ofByteArray(body))
                                .build(),
                        BodyHandlers.ofByteArray());
    }

    private void compile(String name) {
        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-Werror",
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        "examples/" + name + ".java");
        assertThat(code).as("javac's exit code").isZero();
    }

    private String run(String name, String... args) throws Exception {
        compile(name);
        PrintStream before = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            loader.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) args);
        } finally {
            System.setOut(before);
        }
        return said.toString(StandardCharsets.UTF_8);
    }
}
