package io.github.keras4j.model.dialect.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.model.dialect.layers.Refusal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class SlicesTest {
    private static List<Object> key(String json) {
        return Slices.of(JsonMapper.shared().readTree(json));
    }

    @Test
    void should_read_indices_and_slices() {
        assertThat(key("-3")).isEqualTo(List.of(-3));
        assertThat(key("{\"start\": 1, \"stop\": null, \"step\": 2}"))
                .isEqualTo(List.of(Map.of("start", 1, "step", 2)));
    }

    /** Jackson's own exception escaped. */
    @Test
    void should_refuse_numbers_that_no_axis_has() {
        for (String json : List.of("4294967296", "-4294967296", "{\"start\": 4294967296}", "1e300", "true")) {
            assertThatThrownBy(() -> key(json)).as(json).isInstanceOf(Refusal.class);
        }
    }
}
