package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The name of a layer's class is for messages: what a layer does, its record says. */
class ClassNamesTest {
    /** A class's name compared, looked up or switched on: what it means belongs into the record. */
    private static final Pattern DECIDES_BY_CLASS_NAME = Pattern.compile(
            "className\\(\\)\\s*\\.\\s*(equals|startsWith|endsWith|contains|matches|compareTo|hashCode|isEmpty)"
                    + "|(equals|contains|containsKey|get|getOrDefault|switch|case)\\s*\\(\\s*[\\w.()]*className\\(\\)"
                    + "|className\\(\\)\\s*(==|!=)");

    @Test
    void a_choice_by_class_name_is_seen() {
        assertThat(List.of(
                        "if (layer.className().equals(\"Identity\")) {",
                        "return \"Softmax\".equals(activate.info().className());",
                        "INERT.contains(layer.className())",
                        "return switch (layer.className()) {"))
                .allMatch(line -> DECIDES_BY_CLASS_NAME.matcher(line).find());
        assertThat("new Refusal(layer.name(), layer.className(), reason)")
                .doesNotMatch(line -> DECIDES_BY_CLASS_NAME.matcher(line).find());
    }

    /** TrainingSupport alone does still, until it asks {@code inTraining()}. */
    @Test
    void records_are_read_without_the_name_of_their_class() throws IOException {
        List<String> found = new ArrayList<>();
        for (String room : List.of("engine", "export", "diagnosis", "verify", "model/shapes")) {
            try (var files = Files.walk(Path.of("src/main/java/io/github/keras4j", room))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    if (DECIDES_BY_CLASS_NAME.matcher(Files.readString(file)).find()) {
                        found.add(file.getFileName().toString());
                    }
                }
            }
        }
        assertThat(found).isSubsetOf("TrainingSupport.java");
    }
}
