package io.github.keras4j.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.keras4j.Keras4j;
import io.github.keras4j.KerasPort;
import io.github.keras4j.errors.Keras4jException;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Speaks with a Python that stands for one with Keras, and with a real one where KERAS4J_PYTHON names it. */
class LivePythonTest {
    private static final Path MODEL = Path.of("src/test/resources/coverage/dead-unit/model.h5");

    @TempDir
    static Path folder;

    /** Plays answer.py in sh: says who it is, and gives one batch of 2 x 1 floats whatever it is asked. */
    private static Path player;

    @BeforeAll
    static void player() throws IOException {
        player = folder.resolve("python");
        Files.writeString(player, """
                #!/bin/sh
                case "$*" in *nothing*) echo 'no such model' >&2; exit 1;; esac
                printf '{"producer": {"keras": "9.9", "backend": "sh 1", "python": "0"}}\\n'
                read -r line
                printf '{"outputs": [{"dtype": "<f4", "shape": [2, 1]}]}\\n'
                printf '\\000\\000\\200\\077\\000\\000\\000\\100'
                cat > /dev/null
                """);
        assertThat(player.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void a_batch_is_answered() {
        try (LivePython python = LivePython.start(player.toString(), MODEL, Optional.empty(), List.of())) {
            assertThat(python.origin()).isEqualTo("Keras 9.9 on sh 1, Python 0");
            python.ask(List.of(Tensor.of(new float[2][6])));
            assertThat(python.answers()).containsExactly(Tensor.of(Shape.of(2, 1), 1, 2));
            python.ask(List.of(Tensor.of(Shape.of(1, 1), "text")));
        }
    }

    @Test
    void a_python_that_ends_is_told_with_its_last_words() {
        assertThatThrownBy(
                        () -> LivePython.start(player.toString(), Path.of("nothing.h5"), Optional.empty(), List.of()))
                .isInstanceOf(Keras4jException.class)
                .hasMessageContaining("It said: no such model");
        assertThatThrownBy(() -> LivePython.start("/nowhere/python", MODEL, Optional.empty(), List.of()))
                .isInstanceOf(Keras4jException.class)
                .hasMessageContaining("/nowhere/python");
    }

    @Test
    void real_keras_answers_as_java_does() {
        String named = System.getenv("KERAS4J_PYTHON");
        assumeTrue(named != null, "KERAS4J_PYTHON names no Python with Keras");
        Pythons.Found found = Pythons.find(named, MODEL, Optional.empty(), List.of());
        Tensor x = Tensor.of(new float[][] {{1, 2, 3, 4, 5, 6}, {-1, 0, 1, 0, -1, 0}});
        try (LivePython python = LivePython.start(found.command(), MODEL, Optional.empty(), List.of());
                KerasPort model = Keras4j.load(MODEL)) {
            python.ask(List.of(x));
            assertThat(python.answers().get(0).toFloats())
                    .containsExactly(model.predict(x).toFloats(), Offset.offset(1e-6f));
        }
    }
}
