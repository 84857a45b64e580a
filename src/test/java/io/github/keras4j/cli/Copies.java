package io.github.keras4j.cli;

import io.github.keras4j.WeightInFile;
import io.github.keras4j.data.Checksums;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.data.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Copies of fixtures, to be damaged. */
final class Copies {
    private Copies() {}

    static Path copy(Path fixture, Path into) throws IOException {
        Files.createDirectories(into);
        try (Stream<Path> files = Files.list(fixture)) {
            for (Path file : files.toList()) {
                Files.copy(file, into.resolve(file.getFileName().toString()));
            }
        }
        return into;
    }

    /** Changes one weight of the model's file. */
    static void changeOneWeight(Path fixture) throws IOException {
        WeightInFile.change(FixtureReader.read(fixture).model());
    }

    /** Writes the changed model's checksum into the fixture. */
    static void acceptChecksum(Path fixture) throws Exception {
        Path json = fixture.resolve(Fixture.FILE);
        JsonNode read = Json.readObject(json, "fixture"); // FixtureReader would find the changed file
        String name = read.path("model").asString();
        String old = read.path("sha256").path(name).asString();
        String now = Checksums.of(Files.readAllBytes(fixture.resolve(name)));
        Files.writeString(json, Files.readString(json).replace(old, now));
    }
}
