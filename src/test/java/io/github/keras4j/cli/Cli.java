package io.github.keras4j.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Runs the command line in this process. */
record Cli(int code, String out, String err) {
    static final Path FIXTURES = Path.of("fixtures");

    static Cli run(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.execute(
                new PrintWriter(out),
                new PrintWriter(err, true),
                Arrays.stream(args).map(Object::toString).toArray(String[]::new));
        return new Cli(code, out.toString(), err.toString());
    }

    static Path alphabet(String generation, String system) {
        return FIXTURES.resolve("alphabet").resolve(generation).resolve(system);
    }

    List<String> outLines() {
        return out.lines().toList();
    }
}
