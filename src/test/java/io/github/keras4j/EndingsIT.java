package io.github.keras4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.keras4j.PredictProcess.Ended;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Full disks, closed pipes, Ctrl-C, inputs larger than the heap: the right code, and no temporary file left. */
class EndingsIT {
    private static final int LINES = 60_000;

    @TempDir
    Path folder;

    private Path temporary;
    private Path input;

    @BeforeEach
    void an_input() throws IOException {
        temporary = Files.createDirectory(folder.resolve("tmp"));
        input = PredictProcess.lines(folder.resolve("in.jsonl"), LINES);
    }

    private Ended run(String line, Object... arguments) throws Exception {
        return PredictProcess.bash(folder, line, PredictProcess.command(temporary, arguments));
    }

    private void nothingIsLeft() throws IOException {
        for (Path place : List.of(folder, temporary)) {
            try (Stream<Path> files = Files.list(place)) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .noneMatch(name -> name.endsWith(".tmp") || name.startsWith("keras4j-"));
            }
        }
    }

    /** A document whose answers and whose copy of stdin go into temporary files. */
    private Path document(int samples) throws IOException {
        String sample = "[[0.0],[0.03846154],[0.07692308]]";
        return Files.writeString(
                folder.resolve("in.json"), "{\"instances\": [" + sample + (",\n" + sample).repeat(samples - 1) + "]}");
    }

    @Test
    void a_full_disk_ends_with_3_and_a_reason() throws Exception {
        Ended stdout = run("exec \"$@\" > /dev/full", PredictProcess.MODEL, "-i", input);
        assertThat(stdout.code()).isEqualTo(3);
        assertThat(stdout.err().lines().toList())
                .last()
                .asString()
                .isEqualTo("keras4j: stdout can't be written: No space left on device");
        nothingIsLeft();

        // a file system of 200 KiB, in a mount namespace of the shell's own
        String tiny = "mkdir tiny && mount -t tmpfs -o size=200k none tiny && { \"${@/OUT/$PWD/tiny/out.jsonl}\" -i "
                + input + "; code=$?; ls -A tiny; exit $code; }";
        Ended probe = PredictProcess.bash(folder, "unshare -rm mount -t tmpfs none " + temporary, List.of());
        assumeTrue(probe.code() == 0, "no mounts of one's own here: " + probe.err());
        List<String> command =
                PredictProcess.command(temporary, Path.of(PredictProcess.MODEL).toAbsolutePath(), "-o", "OUT");
        command.set(
                command.indexOf("target/keras4j.jar"),
                Path.of("target/keras4j.jar").toAbsolutePath().toString());
        Ended file = PredictProcess.bash(
                folder, "cd " + folder + " && unshare -rm bash -c '" + tiny + "' bash \"$@\"", command);
        assertThat(file.code()).as(file.err()).isEqualTo(3);
        assertThat(file.err()).contains("No space left on device");
        assertThat(file.out()).as("what is left beside the output").isEmpty();
    }

    @Test
    void a_closed_pipe_ends_quietly_with_141() throws Exception {
        Ended lines = run("\"$@\" | head -1; exit ${PIPESTATUS[0]}", PredictProcess.MODEL, "-i", input);
        assertThat(lines.code()).isEqualTo(141);
        assertThat(lines.out()).startsWith("{\"text\": ").hasLineCount(1);
        assertThat(lines.err()).doesNotContain("Exception", "answers").hasLineCount(1); // the line on the Vector API
        Ended whole = run("\"$@\" | head -c 10; exit ${PIPESTATUS[0]}", PredictProcess.MODEL, "-i", document(40_000));
        assertThat(whole.code()).isEqualTo(141);
        nothingIsLeft();
    }

    @Test
    void ctrl_c_ends_with_130_and_leaves_what_resume_goes_on_with() throws Exception {
        Path out = folder.resolve("out.jsonl");
        assertThat(interruptedAtStdin("", "\"ABC\"\n", "-o", out)).isEqualTo(130);
        assertThat(out).doesNotExist();
        nothingIsLeft();
        assertThat(interruptedAtStdin("{\"instances\": [[[0], [0], [0]]", ",\n[[0], [0], [0]]"))
                .isEqualTo(130);
        nothingIsLeft();
        assertThat(interruptedAtStdout("-i", document(20_000))).isEqualTo(130);
        nothingIsLeft();
    }

    /** Of a run whose input goes on: it can't have ended before the signal comes. */
    private int interruptedAtStdin(String begin, String more, Object... arguments) throws Exception {
        Process process = start(ProcessBuilder.Redirect.DISCARD, arguments);
        OutputStream input = process.getOutputStream(); // stays open
        input.write(begin.getBytes(StandardCharsets.US_ASCII));
        byte[] some = more.repeat(1000).getBytes(StandardCharsets.US_ASCII);
        while (process.isAlive() && !somethingIsWritten()) {
            input.write(some);
            input.flush();
        }
        return interrupt(process);
    }

    /** Of a run whose answer, which no pipe holds, nobody reads: it can't have ended either. */
    private int interruptedAtStdout(Object... arguments) throws Exception {
        Process process = start(ProcessBuilder.Redirect.PIPE, arguments);
        while (process.isAlive() && !somethingIsWritten()) {
            process.waitFor(1, TimeUnit.MILLISECONDS);
        }
        return interrupt(process);
    }

    private Process start(ProcessBuilder.Redirect stdout, Object... arguments) throws Exception {
        List<Object> all = new ArrayList<>(List.of(PredictProcess.MODEL));
        all.addAll(List.of(arguments));
        return new ProcessBuilder(interruptible(temporary, all.toArray()))
                .redirectOutput(stdout)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** The command with SIGINT as at a terminal: a shell's background job, as this build may be, starts with it ignored. */
    private static List<String> interruptible(Path temporary, Object... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        int known = new ProcessBuilder("env", "--default-signal=INT", "true")
                .start()
                .waitFor();
        assumeTrue(known == 0, "env has no --default-signal");
        command.addAll(PredictProcess.command(temporary, arguments));
        return command;
    }

    private static int interrupt(Process process) throws Exception {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended).as("ended within two minutes of SIGINT").isTrue();
        return process.waitFor();
    }

    private boolean somethingIsWritten() throws IOException {
        for (Path place : List.of(folder, temporary)) {
            try (Stream<Path> files = Files.list(place)) {
                for (Path file : files.toList()) {
                    String name = file.getFileName().toString();
                    if ((name.endsWith(".tmp") || name.endsWith(".part") || name.startsWith("keras4j-"))
                            && file.toFile().length() > 0) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** In every form; the heap is a fraction of the document. */
    @Test
    void a_document_larger_than_the_heap_is_answered() throws Exception {
        int samples = 700_000;
        String[] heads = {
            "{\"instances\": [",
            "{\"inputs\": {\"x\": [",
            "{\"inputs\": [{\"name\": \"x\", \"datatype\": \"FP32\", \"data\": ["
        };
        String[] tails = {"]}", "]}}", "], \"shape\": [" + samples + "]}]}"};
        Path in = folder.resolve("large.json");
        for (int form = 0; form < heads.length; form++) {
            try (var writer = Files.newBufferedWriter(in)) {
                writer.write(heads[form]);
                for (int i = 0; i < samples; i++) {
                    writer.write(i == 0 ? "0" : ", " + i + ".0000000000000000000000000000000000000000000000");
                }
                writer.write(tails[form]);
            }
            List<String> command = PredictProcess.command(temporary, "fixtures/serving/half-plus-three");
            command.set(command.indexOf("-Xmx96m"), "-Xmx32m");
            Ended ended = PredictProcess.bash(folder, "\"$@\" < " + in + " > " + folder + "/answer.json", command);
            assertThat(ended.code()).as(ended.err()).isZero();
            String answer = Files.readString(folder.resolve("answer.json"));
            assertThat(answer)
                    .startsWith(form == 0 ? "{\"predictions\": [3.0, 3.5, 4.0, " : "{\"")
                    .hasLineCount(1);
            assertThat(answer).contains("350002.0, 350002.5" + (form == 2 ? "]}]}" : "]}"));
            nothingIsLeft();
        }
    }
}
