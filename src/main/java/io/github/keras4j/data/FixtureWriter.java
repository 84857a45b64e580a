package io.github.keras4j.data;

import io.github.keras4j.data.Fixture.Named;
import io.github.keras4j.tensor.DType;
import io.github.keras4j.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a fixture's own files: {@code fixture.json}, and {@code arrays.npz} for arrays that are long. */
public final class FixtureWriter {
    private static final String ARRAYS = "arrays.npz";

    /** More numbers than that would make {@code fixture.json} unreadable. */
    private static final int INLINE = 400;

    private final Map<String, Tensor> arrays = new LinkedHashMap<>();

    private FixtureWriter() {}

    /**
     * The files' contents by name.
     *
     * @param description free text
     * @param files the model's file and, where it holds weights only, its architecture's, with their checksums
     * @param producer who computed the numbers, by name
     * @param calls what was fed and what came out
     */
    public static Map<String, byte[]> write(
            String description, Map<String, String> files, Map<String, String> producer, List<Fixture.Call> calls) {
        return new FixtureWriter().files(description, files, producer, calls);
    }

    private Map<String, byte[]> files(
            String description, Map<String, String> files, Map<String, String> producer, List<Fixture.Call> calls) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < calls.size(); i++) {
            lines.append(i == 0 ? "" : ",\n").append(call(i, calls.get(i)));
        }
        Map<String, byte[]> written = new LinkedHashMap<>();
        Map<String, String> sums = new LinkedHashMap<>(files);
        if (!arrays.isEmpty()) {
            byte[] npz = npz();
            written.put(ARRAYS, npz);
            sums.put(ARRAYS, Checksums.of(npz));
        }
        List<String> names = List.copyOf(files.keySet());
        String text = "{\n  \"format\": 1,\n  \"description\": " + JsonText.quoted(description) + ",\n  \"model\": "
                + JsonText.quoted(names.get(0))
                + (names.size() > 1 ? ",\n  \"config\": " + JsonText.quoted(names.get(1)) : "")
                + ",\n  \"sha256\": " + texts(sums) + ",\n  \"producer\": " + texts(producer)
                + ",\n  \"expect\": \"match\",\n  \"calls\": [\n" + lines + "\n  ]\n}\n";
        written.put(Fixture.FILE, text.getBytes(StandardCharsets.UTF_8));
        return written;
    }

    private static String texts(Map<String, String> texts) {
        return texts.entrySet().stream()
                .map(entry -> JsonText.quoted(entry.getKey()) + ": " + JsonText.quoted(entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private String call(int number, Fixture.Call call) {
        return "    {\n      \"reset_states\": " + call.resetStates() + ",\n      \"inputs\": "
                + named(call.inputs(), "call" + number + "_input") + ",\n      \"outputs\": "
                + named(call.outputs(), "call" + number + "_output") + ",\n      \"layers\": "
                + named(call.layers(), "call" + number + "_layer") + "\n    }";
    }

    private String named(List<Named> all, String key) {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < all.size(); i++) {
            Named one = all.get(i);
            text.append(i == 0 ? "" : ",").append("\n        {\"name\": ").append(JsonText.quoted(one.name()));
            text.append(", \"data\": ").append(data(one.value(), key + i)).append('}');
        }
        return text.append("\n      ]").toString();
    }

    private String data(Tensor value, String key) {
        if (value.size() > 0 && value.size() <= INLINE || value.dtype() == DType.STRING) {
            return JsonText.nested(value);
        }
        arrays.put(key, value);
        return JsonText.quoted(ARRAYS + "#" + key);
    }

    private byte[] npz() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            NpzWriter.write(arrays, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }
}
