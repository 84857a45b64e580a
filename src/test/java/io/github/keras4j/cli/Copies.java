package io.github.keras4j.cli;

import io.github.keras4j.ModelSource;
import io.github.keras4j.data.Fixture;
import io.github.keras4j.data.FixtureReader;
import io.github.keras4j.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
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

    /** Changes one byte of the last weight matrix of the model's file, its greatest element's sign. */
    static void changeOneWeight(Path fixture) throws IOException {
        Fixture read = FixtureReader.read(fixture);
        List<Tensor> tensors =
                List.copyOf(ModelSource.of(read).read().weights().flatten().values());
        Tensor kernel = tensors.get(tensors.size() - 2);
        int greatest = 0;
        for (int i = 0; i < kernel.size(); i++) {
            greatest = Math.abs(kernel.getFloat(i)) > Math.abs(kernel.getFloat(greatest)) ? i : greatest;
        }
        byte[] wanted = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(kernel.getFloat(greatest))
                .array();
        byte[] file = Files.readAllBytes(read.model());
        for (int at = 0; at + 4 <= file.length; at++) {
            if (ByteBuffer.wrap(file, at, 4).equals(ByteBuffer.wrap(wanted))) {
                file[at + 3] ^= (byte) 0x80; // the sign
                Files.write(read.model(), file);
                return;
            }
        }
        throw new IllegalStateException("the weight is not in the file: " + kernel.getFloat(greatest));
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
