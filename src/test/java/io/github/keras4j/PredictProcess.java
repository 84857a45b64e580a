package io.github.keras4j;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** The packaged jar's {@code predict} in a process of its own, and inputs for it. */
final class PredictProcess {
    static final String MODEL = "fixtures/alphabet/tf-keras-2.15/three-char-time-steps";
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private PredictProcess() {}

    /** How a process ended, and what it said. */
    record Ended(int code, String out, String err) {}

    /**
     * The command, with a small heap and the JIT that starts fastest.
     *
     * @param temporary where its temporary files go
     */
    static List<String> command(Path temporary, Object... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "-jar",
                "target/keras4j.jar",
                "predict"));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return command;
    }

    /** Runs a shell's command line, in which {@code "$@"} is that command. */
    static Ended bash(Path folder, String line, List<String> command) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(List.of("bash", "-c", line, "bash"));
        whole.addAll(command);
        Path out = Files.createTempFile(folder, "said", ".out");
        Path err = Files.createTempFile(folder, "said", ".err");
        Process process = new ProcessBuilder(whole)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("no end: " + line);
        }
        Ended ended = new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        Files.delete(out);
        Files.delete(err);
        return ended;
    }

    /** Lines of texts, one of a hundred bad. */
    static Path lines(Path file, int count) throws IOException {
        Random random = new Random(7);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            int letter = random.nextInt(24);
            lines.append('"')
                    .append(i % 100 == 99 ? "ab" : LETTERS.substring(letter, letter + 3))
                    .append("\"\n");
        }
        if (!file.toString().endsWith(".gz")) {
            return Files.writeString(file, lines);
        }
        try (var gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
            gzip.write(lines.toString().getBytes(StandardCharsets.US_ASCII));
        }
        return file;
    }
}
