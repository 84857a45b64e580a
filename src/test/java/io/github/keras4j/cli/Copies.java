package io.github.keras4j.cli;

import io.github.keras4j.WeightInFile;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.FixtureReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Stream;

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
        Fixture read = FixtureReader.read(fixture);
        String name = read.model().getFileName().toString();
        String old = read.sha256().get(name);
        String now =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(read.model())));
        Path json = fixture.resolve(Fixture.FILE);
        Files.writeString(json, Files.readString(json).replace(old, now));
    }
}
