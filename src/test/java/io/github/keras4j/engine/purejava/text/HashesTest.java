package io.github.keras4j.engine.purejava.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** TensorFlow's hashes, recorded by python-reference/string_hashes.py. */
class HashesTest {
    private static final long BUCKETS = (1L << 62) + 1;

    @Test
    void strings_of_every_length_have_tensorflow_s_hashes() throws IOException {
        JsonNode recorded =
                JsonMapper.shared().readTree(Files.readString(Path.of("src/test/resources/string-hashes.json")));
        assertThat(recorded.size()).isGreaterThan(90);
        for (JsonNode one : recorded) {
            String text = one.get("text").asString();
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            long fast = FarmHash.fingerprint(bytes);
            assertThat(Long.remainderUnsigned(fast, BUCKETS))
                    .as(text)
                    .isEqualTo(one.get("fast").asLong());
            assertThat(Long.remainderUnsigned(SipHash.hash(bytes, 7, -9), BUCKETS))
                    .as(text)
                    .isEqualTo(one.get("strong").asLong());
            assertThat(Long.remainderUnsigned(FarmHash.cat(FarmHash.cat(0xDECAFCAFFEL, fast), 5), BUCKETS))
                    .as(text)
                    .isEqualTo(one.get("cross").asLong());
        }
    }
}
