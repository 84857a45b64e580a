package io.github.keras4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keras4j.terminal.Timing;
import org.junit.jupiter.api.Test;

class BenchTest {
    @Test
    void says_the_kernels_and_the_percentiles_of_the_chosen_engine() {
        Cli cli = Cli.run(
                "bench",
                Cli.alphabet("keras-2.2.4", "three-char-time-steps"),
                "--engine",
                "purejava",
                "--iterations",
                "50",
                "--warm-up",
                "10",
                "--batch-size",
                "4");
        assertThat(cli.code()).as(cli.err()).isZero();
        assertThat(cli.outLines()).hasSize(2);
        assertThat(cli.outLines().get(0)).contains("4 sample(s) a call, 50 calls after 10");
        assertThat(cli.outLines().get(1))
                .matches("  purejava, (vector|plain).* p50 [0-9.,]+ us  p90 .* p99 .* samples/s");
    }

    @Test
    void time_that_is_up_ends_it_after_one_call() {
        Cli cli = Cli.run(
                "bench",
                Cli.alphabet("keras-2.2.4", "three-char-time-steps"),
                "--engine",
                "purejava",
                "--seconds",
                "0");
        assertThat(cli.code()).as(cli.err()).isZero();
        assertThat(cli.outLines().get(1)).endsWith("samples/s, 1 calls in the time given");
    }

    @Test
    void percentiles_are_durations_that_were_measured() {
        long[] nanos = new long[100];
        for (int i = 0; i < 100; i++) {
            nanos[99 - i] = (i + 1) * 1000L;
        }
        assertThat(Timing.line("x", nanos, 39_604)).contains("p50 50.0 us  p90 90.0 us  p99 99.0 us  39,604 samples/s");
    }

    @Test
    void no_calls_are_wrong_usage() {
        Cli cli = Cli.run("bench", Cli.alphabet("keras-2.2.4", "three-char-time-steps"), "--iterations", "0");
        assertThat(cli.code()).isEqualTo(ExitCodes.USAGE);
    }

    @Test
    void threads_and_json() {
        Cli cli = Cli.run(
                "bench",
                Cli.alphabet("keras-2.2.4", "three-char-time-steps"),
                "--engine",
                "purejava",
                "--iterations",
                20,
                "--warm-up",
                5,
                "--threads",
                3,
                "--json");
        assertThat(cli.code()).as(cli.err()).isZero();
        assertThat(cli.out())
                .contains("\"threads\" : 3", "\"engine\" : \"purejava\"", "\"p99_us\"", "samples_per_second");
    }
}
