package io.github.keras4j.python;

import io.github.keras4j.data.Json;
import io.github.keras4j.data.JsonText;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import io.github.keras4j.validate.PythonAnswers;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** A Python that has a model loaded and answers batches ({@code python-reference/answer.py}). */
public final class LivePython implements PythonAnswers {
    private static final int BUFFER = 1 << 16;

    private final Scripts scripts;
    private final Process process;
    private final Path errors;
    private final OutputStream requests;
    private final InputStream replies;
    private final String origin;

    private LivePython(Scripts scripts, Process process, Path errors) {
        this.scripts = scripts;
        this.process = process;
        this.errors = errors;
        requests = new BufferedOutputStream(process.getOutputStream(), BUFFER);
        replies = new BufferedInputStream(process.getInputStream(), BUFFER);
        JsonNode producer = readHead().path("producer");
        origin = "Keras " + producer.path("keras").asString("") + " on "
                + producer.path("backend").asString("") + ", Python "
                + producer.path("python").asString("");
    }

    /**
     * Starts it and waits until the model is loaded.
     *
     * @param python the interpreter
     * @throws Keras4jException with what it said, if it does not load the model
     */
    public static LivePython start(String python, Path model, Optional<Path> config, List<String> customObjects) {
        Scripts scripts = Scripts.unpacked();
        List<String> line = new ArrayList<>(
                List.of(python, "-W", "ignore", scripts.path("answer.py").toString(), model.toString()));
        config.ifPresent(file -> line.addAll(List.of("--config", file.toString())));
        customObjects.forEach(one -> line.addAll(List.of("--custom-objects", one)));
        try {
            Path errors = Files.createTempFile("keras4j-python", ".txt");
            Process process =
                    new ProcessBuilder(line).redirectError(errors.toFile()).start();
            return new LivePython(scripts, process, errors);
        } catch (IOException e) {
            scripts.close();
            throw new Keras4jException("Python can't be started. Received: " + python + " (" + e.getMessage() + ")", e);
        }
    }

    @Override
    public String origin() {
        return origin;
    }

    @Override
    public void ask(List<Tensor> inputs) {
        try {
            StringBuilder head = new StringBuilder("{\"inputs\": [");
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int i = 0; i < inputs.size(); i++) {
                head.append(i == 0 ? "" : ", ").append(described(inputs.get(i)));
                if (inputs.get(i).dtype() != DType.STRING) {
                    body.write(bytes(inputs.get(i)));
                }
            }
            requests.write(head.append("]}\n").toString().getBytes(StandardCharsets.UTF_8));
            body.writeTo(requests);
            requests.flush();
        } catch (IOException e) {
            throw ended(e);
        }
    }

    private static String described(Tensor input) {
        StringBuilder text = new StringBuilder("{\"shape\": [");
        int[] sizes = input.shape().sizes();
        for (int i = 0; i < sizes.length; i++) {
            text.append(i == 0 ? "" : ", ").append(sizes[i]);
        }
        text.append("], ");
        if (input.dtype() != DType.STRING) {
            String type = input.dtype() == DType.FLOAT32 ? "<f4" : input.dtype() == DType.FLOAT64 ? "<f8" : "<i8";
            return text.append("\"dtype\": \"").append(type).append("\"}").toString();
        }
        text.append("\"texts\": [");
        for (int i = 0; i < input.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(JsonText.quoted(input.getString(i)));
        }
        return text.append("]}").toString();
    }

    private static byte[] bytes(Tensor input) {
        int n = input.size();
        ByteBuffer buffer = ByteBuffer.allocate(n * (input.dtype() == DType.FLOAT32 ? 4 : 8))
                .order(ByteOrder.LITTLE_ENDIAN);
        switch (input.dtype()) {
            case FLOAT32 -> buffer.asFloatBuffer().put(input.toFloats());
            case FLOAT64 -> buffer.asDoubleBuffer().put(input.toDoubles());
            default -> buffer.asLongBuffer().put(input.toLongs());
        }
        return buffer.array();
    }

    @Override
    public List<Tensor> answers() {
        List<Tensor> answers = new ArrayList<>();
        List<JsonNode> heads = new ArrayList<>();
        readHead().path("outputs").forEach(heads::add);
        for (JsonNode head : heads) {
            int[] sizes = new int[head.path("shape").size()];
            for (int i = 0; i < sizes.length; i++) {
                sizes[i] = head.path("shape").path(i).asInt();
            }
            Shape shape = Shape.of(sizes);
            boolean single = head.path("dtype").asString("").equals("<f4");
            ByteBuffer data =
                    ByteBuffer.wrap(read(shape.elements() * (single ? 4 : 8))).order(ByteOrder.LITTLE_ENDIAN);
            if (single) {
                float[] values = new float[shape.elements()];
                data.asFloatBuffer().get(values);
                answers.add(Tensor.wrap(shape, values));
            } else {
                double[] values = new double[shape.elements()];
                data.asDoubleBuffer().get(values);
                answers.add(Tensor.wrap(shape, values));
            }
        }
        return answers;
    }

    private JsonNode readHead() {
        try {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = replies.read(); next != '\n'; next = replies.read()) {
                if (next < 0) {
                    throw new IOException("it ended");
                }
                line.write(next);
            }
            return Json.parse(line.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw ended(e);
        }
    }

    private byte[] read(int length) {
        try {
            byte[] bytes = replies.readNBytes(length);
            if (bytes.length < length) {
                throw new IOException("it ended");
            }
            return bytes;
        } catch (IOException e) {
            throw ended(e);
        }
    }

    private Keras4jException ended(IOException e) {
        String said = "";
        try {
            process.waitFor(5, TimeUnit.SECONDS);
            said = Files.readString(errors)
                    .lines()
                    .reduce((first, second) -> second)
                    .orElse("");
        } catch (IOException ignored) {
            said = "what it said can't be read";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        close();
        return new Keras4jException(
                "Python ended before it had answered (" + e.getMessage() + "). It said: " + said, e);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            Files.deleteIfExists(errors);
        } catch (IOException e) {
            throw new Keras4jException("A temporary file can't be removed. Received: " + errors, e);
        } finally {
            scripts.close();
        }
    }
}
