package io.github.keras4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small part of what {@code fuzz/run} does, the same at every build. */
class FuzzerTest {
    @Test
    void changed_files_are_answered_or_refused(@TempDir Path folder) throws Exception {
        Fuzzer fuzzer = new Fuzzer(7, Path.of("fixtures"), folder);
        fuzzer.run(0, 1500);

        assertThat(fuzzer.wrong).isEmpty();
        assertThat(fuzzer.answered).isGreaterThan(100);
        assertThat(fuzzer.refused).isGreaterThan(500);
    }
}
