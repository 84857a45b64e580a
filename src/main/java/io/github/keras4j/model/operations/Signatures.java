package io.github.keras4j.model.operations;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All operations, by the table {@code keras.txt} beside this class. Read when a model first holds one. */
public final class Signatures {
    private static final Map<String, Signature> BY_NAME = new LinkedHashMap<>();
    private static final Map<String, Signature> BY_CLASS = new LinkedHashMap<>();

    static {
        for (String line : lines("keras.txt")) {
            Signature signature = Signature.of(line);
            if (BY_NAME.put(signature.op(), signature) != null) {
                throw new IllegalStateException("twice in the table: " + signature.op());
            }
            BY_CLASS.putIfAbsent(signature.className(), signature);
        }
    }

    private Signatures() {}

    /** @throws IllegalArgumentException for a name that the table does not have */
    public static Signature named(String op) {
        Signature signature = BY_NAME.get(op);
        if (signature == null) {
            throw new IllegalArgumentException("no operation of that name. Received: " + op);
        }
        return signature;
    }

    /** By Keras 3's class name, {@code BatchNorm}. */
    public static Optional<Signature> ofClass(String className) {
        return className.isEmpty() ? Optional.empty() : Optional.ofNullable(BY_CLASS.get(className));
    }

    /** {@return every operation of the table, in its order} */
    public static Collection<Signature> all() {
        return List.copyOf(BY_NAME.values());
    }

    /** The lines of a table beside this class, without comments and empty ones. */
    public static List<String> lines(String table) {
        try (InputStream stream = Signatures.class.getResourceAsStream(table)) {
            if (stream == null) {
                throw new IllegalStateException("the table is missing: " + table);
            }
            return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
