package io.github.keras4j.model.dialect;

import io.github.keras4j.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/** The shape of an array in an .npz, which is all that these tests want of it. */
final class Npz {
    private static final Pattern SHAPE = Pattern.compile("'shape': \\(([^)]*)\\)");

    private Npz() {}

    static Optional<Shape> shape(Path folder, String reference) {
        String[] parts = reference.split("#");
        try (ZipFile zip = new ZipFile(folder.resolve(parts[0]).toFile());
                InputStream in = zip.getInputStream(zip.getEntry(parts[1] + ".npy"))) {
            Matcher matcher = SHAPE.matcher(new String(in.readNBytes(256), StandardCharsets.ISO_8859_1));
            return matcher.find()
                    ? Optional.of(Shape.of(Arrays.stream(matcher.group(1).split(","))
                            .map(text -> text.strip().replace("L", ""))
                            .filter(text -> !text.isEmpty())
                            .mapToInt(Integer::parseInt)
                            .toArray()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
