package io.github.keras4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.Keras4j;
import io.github.keras4j.KerasPort;
import io.github.keras4j.data.Json;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.predict.JsonPredictor;
import io.github.keras4j.predict.PredictOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Mutated documents: answered whole, or an error; never an answer to something else, a crash or a hang. */
class FuzzedDocumentsTest {
    private static final Path SENSORS = Cli.FIXTURES.resolve("serving/sensors");
    private static final int MUTATIONS = 10_000;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void ten_thousand_mutations_are_answered_whole_or_not_at_all() throws IOException {
        List<String> seeds = Json.parse(Files.readString(SENSORS.resolve("documents.json")))
                .valueStream()
                .map(pair -> pair.get("request"))
                .flatMap(request -> java.util.stream.Stream.of(request.toString(), request.toPrettyString()))
                .toList();
        Random random = new Random(20_261_124);
        int answered = 0;
        int refused = 0;
        try (KerasPort port = Keras4j.load(SENSORS)) {
            JsonPredictor predictor = new JsonPredictor(
                    port, new PredictOptions(Optional.empty(), Optional.of(4), false, Optional.empty(), false, false));
            for (int i = 0; i < MUTATIONS; i++) {
                byte[] document = Mutations.of(seeds.get(random.nextInt(seeds.size())), random);
                StringBuilder answer = new StringBuilder();
                predictor.answer(new ByteArrayInputStream(document), more -> answer.append(more.text()));
                List<JsonNode> lines =
                        answer.toString().lines().map(Json::parse).toList();
                JsonNode first = lines.isEmpty() ? Json.parse("{}") : lines.get(0);
                String text = new String(document, StandardCharsets.UTF_8);
                if (first.has("predictions") || first.has("outputs")) {
                    assertThat(lines).as(text).hasSize(1);
                    assertThat(samplesIn(first)).as(text).isEqualTo(samplesOf(parsed(text)));
                    answered++;
                } else {
                    lines.forEach(line -> assertThat(line.has("error")).as(text).isTrue());
                    refused++;
                }
            }
        }
        assertThat(answered).isBetween(MUTATIONS / 50, MUTATIONS / 2);
        assertThat(refused).isEqualTo(MUTATIONS - answered);
    }

    private static JsonNode parsed(String text) {
        try {
            return Json.parse(text);
        } catch (Keras4jException e) {
            throw new AssertionError("answered what is no JSON: " + text, e);
        }
    }

    private static int samplesIn(JsonNode answer) {
        if (answer.has("predictions")) {
            return answer.get("predictions").size();
        }
        JsonNode outputs = answer.get("outputs");
        return outputs.isArray()
                ? outputs.get(0).get("shape").get(0).intValue()
                : outputs.get("kind").size();
    }

    private static int samplesOf(JsonNode request) {
        if (request.has("instances")) {
            return request.get("instances").size();
        }
        JsonNode inputs = request.get("inputs");
        return inputs.isArray()
                ? inputs.get(0).get("shape").get(0).intValue()
                : inputs.get("signal").size();
    }
}
