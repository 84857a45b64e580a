package io.github.keras4j.cli;

import io.github.keras4j.KerasPort;
import io.github.keras4j.data.Checksums;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.data.FixtureWriter;
import io.github.keras4j.errors.FixtureException;
import io.github.keras4j.source.ModelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A received fixture beside the accepted one: {@code fixture.received.json}, and the files that it needs, with similar
 * names.
 */
record ReceivedFixture(Path folder) {
    static final String FILE = "fixture.received.json";

    private static final String MARK = ".received";
    private static final String PRODUCER = "keras4j";

    /** The names that {@link #write} gives; of those a newer fixture leaves none behind. */
    private static final List<String> OURS =
            List.of("model.h5", "model.keras", "config.json", "arrays.npz", Fixture.FILE);

    Path json() {
        return folder.resolve(FILE);
    }

    /** Refuses on a build server, which must not change what people accepted. */
    ReceivedFixture mayWrite() {
        if (System.getenv("CI") != null) {
            throw new FixtureException("fixtures are never written when CI is set. Received: CI=" + System.getenv("CI")
                    + "; record and accept them on a desk");
        }
        return this;
    }

    /** Refuses if the accepted fixture is Python's: Java's answers never replace Python's. */
    ReceivedFixture mustNotBePythons() {
        if (Files.exists(folder.resolve(Fixture.FILE))
                && !FixtureReader.producer(folder).containsKey(PRODUCER)) {
            throw new FixtureException("the folder holds what Python said, and Java's answers don't replace that."
                    + " Received: " + folder + "; record into another folder, or with python-reference/record.py");
        }
        return this;
    }

    ReceivedFixture mustExist() {
        if (!Files.exists(json())) {
            throw new FixtureException("nothing waits here. Received: " + folder + ", without " + FILE
                    + "; 'fixture pending' lists what waits");
        }
        return this;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().contains(MARK))
                    .sorted()
                    .toList();
        }
    }

    /** Reads it by its accepted names, in a folder of its own. */
    Fixture read() throws IOException {
        Path apart = Files.createTempDirectory("keras4j-review");
        try {
            for (Path file : files()) {
                Files.copy(file, apart.resolve(accepted(file)));
            }
            return FixtureReader.read(apart);
        } finally {
            try (Stream<Path> copies = Files.list(apart)) {
                for (Path copy : copies.toList()) {
                    Files.delete(copy);
                }
            }
            Files.delete(apart);
        }
    }

    /** Puts it in the accepted one's place; returns the files that are now there. */
    List<Path> accept() throws IOException {
        List<Path> received = files();
        List<String> now = received.stream().map(ReceivedFixture::accepted).toList();
        for (String name : OURS) {
            if (!now.contains(name)) {
                Files.deleteIfExists(folder.resolve(name));
            }
        }
        List<Path> accepted = new ArrayList<>();
        for (Path file : received) {
            accepted.add(Files.move(file, folder.resolve(accepted(file)), StandardCopyOption.REPLACE_EXISTING));
        }
        return accepted;
    }

    /** Throws it away; returns the files that are gone. */
    List<Path> reject() throws IOException {
        List<Path> received = files();
        for (Path file : received) {
            Files.delete(file);
        }
        return received;
    }

    void write(ModelSource source, KerasPort port, List<Fixture.Call> calls) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        byte[] model = Files.readAllBytes(source.model());
        boolean zip = model.length > 1 && model[0] == 'P' && model[1] == 'K';
        files.put(zip ? "model.keras" : "model.h5", model);
        if (source.config().isPresent()) {
            files.put("config.json", Files.readAllBytes(source.config().get()));
        }
        Map<String, String> sums = new LinkedHashMap<>();
        files.forEach((name, bytes) -> sums.put(name, Checksums.of(bytes)));
        files.putAll(FixtureWriter.write(
                "recorded by keras4j to notice a change; these are not Python's numbers",
                sums,
                Map.of(PRODUCER, Main.Version.number(), "engine", port.engine()),
                calls));
        Files.createDirectories(folder);
        reject(); // what waited before
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(folder.resolve(received(file.getKey())), file.getValue());
        }
    }

    private static String received(String name) {
        int dot = name.lastIndexOf('.');
        return name.substring(0, dot) + MARK + name.substring(dot);
    }

    private static String accepted(Path file) {
        return file.getFileName().toString().replace(MARK, "");
    }
}
