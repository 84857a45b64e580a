package io.github.keras4j.data;

import io.github.keras4j.data.Fixture.Named;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes {@code fixture.json}. */
public final class FixtureWriter {
    private FixtureWriter() {}

    /**
     * @param description free text
     * @param model the model's file, beside the fixture
     * @param sha256 of that file, in hexadecimal
     * @param producer who computed the numbers, by name
     * @param calls what was fed and what came out, inline
     */
    public static String write(
            String description, String model, String sha256, Map<String, String> producer, List<Fixture.Call> calls) {
        String who = producer.entrySet().stream()
                .map(entry -> JsonText.quoted(entry.getKey()) + ": " + JsonText.quoted(entry.getValue()))
                .collect(Collectors.joining(", "));
        return "{\n  \"format\": 1,\n  \"description\": " + JsonText.quoted(description) + ",\n  \"model\": "
                + JsonText.quoted(model) + ",\n  \"sha256\": {" + JsonText.quoted(model) + ": "
                + JsonText.quoted(sha256) + "},\n  \"producer\": {" + who + "},\n  \"expect\": \"match\",\n"
                + "  \"calls\": [\n"
                + calls.stream().map(FixtureWriter::call).collect(Collectors.joining(",\n")) + "\n  ]\n}\n";
    }

    private static String call(Fixture.Call call) {
        return "    {\n      \"reset_states\": " + call.resetStates() + ",\n      \"inputs\": " + named(call.inputs())
                + ",\n      \"outputs\": " + named(call.outputs()) + ",\n      \"layers\": " + named(call.layers())
                + "\n    }";
    }

    private static String named(List<Named> all) {
        return all.stream()
                .map(one -> "\n        {\"name\": " + JsonText.quoted(one.name()) + ", \"data\": "
                        + JsonText.nested(one.value()) + "}")
                .collect(Collectors.joining(",", "[", "\n      ]"));
    }
}
