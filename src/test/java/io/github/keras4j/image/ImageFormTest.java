package io.github.keras4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keras4j.data.ArrayFiles;
import io.github.keras4j.errors.InputException;
import io.github.keras4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Images as Keras's {@code load_img} and Pillow gave them: {@code python-reference/images.py}. */
class ImageFormTest {
    private static final Path FOLDER = Path.of("src/test/resources/images");

    @Test
    void every_recorded_image_is_the_same_to_the_last_number() throws IOException {
        Map<String, Tensor> expected = ArrayFiles.readAll(FOLDER.resolve("expected.npz"));
        Map<String, Integer> farthest = new TreeMap<>();
        int cases = 0;
        for (JsonNode one : new JsonMapper().readTree(FOLDER.resolve("cases.json"))) {
            ImageForm form = new ImageForm(
                    one.get("size").get(0).asInt(),
                    one.get("size").get(1).asInt(),
                    Color.valueOf(one.get("color").asString().toUpperCase(Locale.ROOT)),
                    Interpolation.valueOf(one.get("interpolation").asString().toUpperCase(Locale.ROOT)),
                    one.get("keep_aspect_ratio").asBoolean());
            String file = one.get("file").asString();
            float[] java = form.read(FOLDER.resolve(file)).toFloats();
            float[] python = expected.get(one.get("array").asString()).toFloats();
            int worst = 0;
            for (int i = 0; i < python.length; i++) {
                worst = (int) Math.max(worst, Math.abs(java[i] - python[i]));
            }
            assertThat(java).hasSameSizeAs(python);
            farthest.merge(file, worst, Math::max);
            cases++;
        }
        assertThat(cases).isGreaterThan(500);
        System.out.println(cases + " cases, largest difference of a byte: " + farthest);
        assertThat(farthest)
                .allSatisfy((file, worst) -> assertThat(worst).as(file).isZero());
    }

    @Test
    void what_is_no_image_is_refused() throws IOException {
        ImageForm form = new ImageForm(4, 4);
        byte[] png = Files.readAllBytes(FOLDER.resolve("rgb.png"));
        assertThatThrownBy(() -> form.read(new byte[] {1, 2, 3}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not an image");
        assertThatThrownBy(() -> form.read(Arrays.copyOf(png, png.length / 2))).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> form.read(Path.of("nowhere.png")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("nowhere.png");
        assertThatThrownBy(() -> new ImageForm(0, 4)).isInstanceOf(IllegalArgumentException.class);
    }
}
