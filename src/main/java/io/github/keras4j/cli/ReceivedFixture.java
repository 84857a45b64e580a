package io.github.keras4j.cli;

import io.github.keras4j.FixtureException;
import io.github.keras4j.Keras4jException;
import io.github.keras4j.KerasPort;
import io.github.keras4j.ModelSource;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.Fixture.Named;
import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.data.FixtureWriter;
import io.github.keras4j.engine.InputSampler;
import io.github.keras4j.engine.Session;
import io.github.keras4j.engine.Trace;
import io.github.keras4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What waits beside an accepted fixture: {@code fixture.received.json} and the model that gave it. */
record ReceivedFixture(Path folder) {
    static final String FILE = "fixture.received.json";

    Path json() {
        return folder.resolve(FILE);
    }

    /** A build server must find what people accepted, not make it. */
    ReceivedFixture mayWrite() {
        if (System.getenv("CI") != null) {
            throw new FixtureException("fixtures are never written when CI is set. Received: CI=" + System.getenv("CI")
                    + "; record and accept them on a desk");
        }
        return this;
    }

    ReceivedFixture mustExist() {
        if (!Files.exists(json())) {
            throw new FixtureException("nothing waits here. Received: " + folder + ", without " + FILE);
        }
        return this;
    }

    List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().contains(".received"))
                    .sorted()
                    .toList();
        }
    }

    /** Reads it by its accepted name, in a folder of its own. */
    Fixture read() throws IOException {
        Path apart = Files.createTempDirectory("keras4j-review");
        Path copy = Files.copy(json(), apart.resolve(Fixture.FILE));
        try {
            return FixtureReader.read(apart);
        } finally {
            Files.delete(copy);
            Files.delete(apart);
        }
    }

    void write(ModelSource source, KerasPort port) throws IOException {
        if (source.config().isPresent()) {
            throw new Keras4jException("a fixture is recorded from one file. Received: weights beside their"
                    + " architecture; 'keras4j convert' makes one file of them");
        }
        byte[] model = Files.readAllBytes(source.model());
        boolean zip = model.length > 1 && model[0] == 'P' && model[1] == 'K';
        Files.createDirectories(folder);
        Files.copy(
                source.model(),
                folder.resolve(zip ? "model.received.keras" : "model.received.h5"),
                StandardCopyOption.REPLACE_EXISTING);
        String text = FixtureWriter.write(
                "recorded by keras4j to notice a change; these are not Python's numbers",
                zip ? "model.keras" : "model.h5",
                sha256(model),
                Map.of("keras4j", "engine " + port.engine()),
                calls(port));
        Files.writeString(json(), text);
    }

    private static List<Fixture.Call> calls(KerasPort port) {
        List<String> inputNames = port.model().network().inputNames();
        List<String> outputNames = port.model().network().outputNames();
        InputSampler sampler = InputSampler.of(port.model()).get(0);
        List<Fixture.Call> calls = new ArrayList<>();
        try (Session session = port.openSession()) {
            for (int call = 0; call < InputSampler.CALLS; call++) {
                session.resetStates();
                List<Tensor> inputs = sampler.inputs(call);
                Trace trace = session.trace(inputs);
                List<Named> layers = trace.layers().entrySet().stream()
                        .filter(entry -> entry.getValue().size() == 1 && !inputNames.contains(entry.getKey()))
                        .map(entry -> new Named(entry.getKey(), entry.getValue().get(0)))
                        .toList();
                calls.add(
                        new Fixture.Call(true, named(inputNames, inputs), named(outputNames, trace.outputs()), layers));
            }
        }
        return calls;
    }

    private static List<Named> named(List<String> names, List<Tensor> values) {
        List<Named> named = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            named.add(new Named(names.get(i), values.get(i)));
        }
        return named;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JVM has it
        }
    }
}
